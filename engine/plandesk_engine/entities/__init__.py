"""ENTITIES: money, volumes, dates, durations and references as exact values.

`extract` is all there is to call. It never raises for anything a customer types, reads in
linear time, and needs only the text, an instant and the account's time zone. What it finds:

    plan_volume  int            a plan, in messages a month; role "from" (the one now) or "to" when told
    volume       int            messages sent, used or needed
    amount       "5000.00"      money, always with two decimals; role "usual" or "bill" when told
    date         "2027-03-31"   role "from", "until" or "on" when told
    duration     "P2M"          ISO 8601
    ticket       "PD-1042"      also "PD-7F3K2", which no request has
    domain       "foo.example"  lower case, without "www."
    email        "a@b.example"  lower case
    absurd       "-5"           a value nobody can mean, as it was typed; `reason` is one of
                                negative, too_large, no_such_date, too_far

The role "not" marks what is named only to be refused: the 16k of "60k not 16k".
Zero is not absurd: "$0" is "0.00", as a usual overage may be nothing at all.
"""

from .extract import extract

__all__ = ["extract"]
