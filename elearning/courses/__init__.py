"""Content folders, their language and checks, published revisions and the catalogue.

May import core, accounts and competencies. A folder is read (`language`, with `media` and `kinds`),
checked and compiled (`checking`, whose `diagnostics` speak in `messages`), published (`publishing`,
`paths`) and found (`search`); other people's files come in and go out (`importing`,
`question_exports`), and folders are written (`writing`). What the rest of the house asks for first
stands here: models, queries, operations, and a course as it is published (`compiled`, `questions`).
"""
