"""Disclosure control: which figures are shown, so that no child can be found in what is published.

`rules` says what each level of sensitivity allows, `sums` which figures add up, `system` cuts them into sets that hang
together, `protect` chooses what else is hidden, `ranges` what a hidden cell may still say, `audit` attacks the result.
"""
