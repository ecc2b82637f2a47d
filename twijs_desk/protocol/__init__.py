"""Pure thinking about rules and dates: text in, frozen dataclasses out.

`load.load` and `load.check` read a pack, `assess.assess` applies it, `outcome.compare` shows what changed,
`calendar.due` turns a term into a date.
"""
