"""What other cascades came to: (programme, trained, delivered at least one group), as printed in table 4 of
Trials 2019, 20:3807."""

PUBLISHED = (("PLINY", 10, 3), ("STEPWISE", 44, 14), ("JtD", 69, 60))
