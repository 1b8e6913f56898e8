"""Which themes a comment probably holds, learned from comments that people coded. Pure: texts in, codes out.

TF-IDF over words and pairs of words, and for each theme one logistic regression, weighted so that rare themes
count. Nothing is kept between two runs: the weights would hold the words of comments, redacted ones too.
"""

LEAST_OF_A_THEME = 10  # comments with it, and without it, before it is suggested
SURE_ENOUGH = 0.5


def expected_themes(texts, themes, unread):
    """For each text of `unread` the set of themes to expect; `themes` are those of each text of `texts`."""
    # Loading scikit-learn takes seconds and a hundred megabytes that no other task or web node needs.
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.multiclass import OneVsRestClassifier
    from sklearn.pipeline import make_pipeline

    learnable = [one for one in sorted(set().union(*themes)) if _can_be_learned(one, themes)]
    if not learnable or not unread:
        return [set() for _ in unread]
    each_theme = OneVsRestClassifier(
        LogisticRegression(solver="liblinear", class_weight="balanced", random_state=0)
    )
    words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True, strip_accents="unicode")
    model = make_pipeline(words, each_theme)
    model.fit(texts, [[int(one in said) for one in learnable] for said in themes])
    chances = model.predict_proba(unread)
    if len(learnable) == 1:
        chances = chances[:, -1:]
    return [
        {one for one, chance in zip(learnable, row, strict=True) if chance >= SURE_ENOUGH} for row in chances
    ]


def _can_be_learned(theme, themes):
    having = sum(theme in said for said in themes)
    return LEAST_OF_A_THEME <= having <= len(themes) - LEAST_OF_A_THEME
