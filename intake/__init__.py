"""Reports in: from the files that offices send to rows that can be applied. One pipeline, whoever opens the door.

    read -> recognise -> map -> check -> review -> apply

read       bytes -> Source: the sheets as they came, nothing interpreted; refuses what is no table or not safe
recognise  Source -> Layout: which form it is, where its header stands, what each column means
map        Source + Layout + Register -> Mapped: CLAIMS (figures with their cells), printed totals, findings
check      CLAIMS + Known -> FINDINGS: rules over figures (`intake.checks`)
review     `data_access.reports.rehearsal`: what would be added, changed and removed; the province before and after
apply      `data_access.reports.batches`: one transaction

Reading, recognising, mapping and checking are pure: `register` and `known` fetch what they need of the database, by questions
that `data_access` answers. No file here knows SQL.
"""
