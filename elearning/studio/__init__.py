"""The studio: trainers write courses on the web, from the first draft to the published revision.

A draft is a course folder in the database (`drafts`). Its texts are compiled to be shown (`pages`),
its pictures are kept beside them (`media`). Trainers begin at their desk (`desk`) and write
(`writing`); whatever was done can be seen and taken back (`history`), others read it and comment
(`reviews`), and a publisher publishes it (`publishing`). The tables and who may do what with them
stand here. The rooms import one another one way only, in the order of the contract in
pyproject.toml.
"""
