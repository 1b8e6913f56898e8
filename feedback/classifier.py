"""Which themes a comment probably holds, learned from comments that people coded. Pure: texts in, codes out.

TF-IDF over words and pairs of words, and for each theme one logistic regression, weighted so that rare themes
count. Nothing is kept between two runs: the weights would hold the words of comments, redacted ones too.
"""

LEAST_OF_A_THEME = 10  # comments with it, and without it, before it is suggested
SURE_ENOUGH = 0.5


def expected_themes(texts, themes, unread):
    """For each text of `unread` the set of themes to expect; `themes` are those of each text of `texts`."""
    # Loading scikit-learn takes seconds and a hundred megabytes, which no other task and no web node needs.
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression  # the same

    learnable = [one for one in sorted(set().union(*themes)) if _can_be_learned(one, themes)]
    if not learnable or not unread:
        return [set() for _ in unread]
    words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True, strip_accents="unicode")
    try:
        known = words.fit_transform(texts)
    except ValueError:  # no word stands in two of the texts
        return [set() for _ in unread]
    asked, expected = words.transform(unread), [set() for _ in unread]
    for theme in learnable:
        model = LogisticRegression(solver="liblinear", class_weight="balanced", random_state=0)
        model.fit(known, [theme in said for said in themes])
        for found, chance in zip(expected, model.predict_proba(asked)[:, 1], strict=True):
            if chance >= SURE_ENOUGH:
                found.add(theme)
    return expected


def _can_be_learned(theme, themes):
    having = sum(theme in said for said in themes)
    return LEAST_OF_A_THEME <= having <= len(themes) - LEAST_OF_A_THEME
