"""Reports in: from the files that offices send to rows that can be applied. One pipeline, whoever opens the door.

    read -> recognise -> map -> check -> review -> apply

reading/    bytes -> Source: the sheets as they came, nothing interpreted; refuses what is no table or not safe
forms/      Source -> Raw: which form a sheet is, where its tables and headings stand, which cell is which figure
words/      what a cell says: names of indicators and areas, numbers, periods
claims/     Raw -> Claimed: CLAIMS (figures with their cells), printed totals, findings; `mapping` puts a file's together
checks/     CLAIMS + Known -> FINDINGS: rules over figures
documents/  files that say nothing of children but configure: catalogue, targets, communes …
checked     what all this came to: CheckedUpload, of reports or of a document; `checking` leads one file through it
drafts      an upload on its way: its `folder`, what is `kept` there, the `children` that work on it (`worker`)
review      `data_access.reports.rehearsal`: what would be added, changed and removed; the province before and after
apply       `data_access.reports.batches`: one transaction

Reading, recognising, mapping and checking are pure: `register` and `known` fetch what they need of the database, by questions
that `data_access` answers. No file here knows SQL.

What outlives a call: `children` knows the processes that it started, as long as this one lives; `words.plain` remembers 20,000
texts for as long. `words.places` and `words.catalogue_names` remember what was asked of them while one file is mapped.
"""
