"""The benchmark: the product beside bare SQL that reads or writes the same rows, in the same run.

`python -m bench --help` says what can be chosen. Figures are never asserted in tests; they are read by people.
"""
