"""CLAUSES: the policy's rules in one line each, by the id that answers cite.

docs/billing-rules.md has them in full, with worked tables.
"""

CLAUSES = {
    "P1": "A plan is a prepaid volume a month; its price depends on messages sent, not on list size.",
    "P2": "An upgrade is reviewed and may not be immediate; higher plans may need SPF and DKIM first.",
    "P3": "Without the overage option, mail beyond the plan is not delivered and nothing extra is charged.",
    "P4": "With the overage option, sending goes on and the month's extra messages are charged at its end.",
    "P5": "An upgrade costs the full price difference, whatever the day of the month.",
    "P6": "Downgrades, pauses and cancellations go through support, by ticket or by phone.",
    "S1": "The baseline is the average overage paid in the months before.",
    "S2": "In the second month of service, the free trial's projection is the baseline.",
    "S3": "Until there are enough paid months, the free trial's projection is averaged with them.",
    "S4": "The baseline plus the allowance replaces the bill if it is less; otherwise the bill stands.",
    "S5": "A claim must be filed within the claim window, counted from the day the bill was received.",
    "S6": "The free trial has no overage bill, so there is nothing to claim.",
}
