"""THE BILLING RULES: facts in, an answer with its lines out. No clock, no floats, no I/O but `load_policy`.

Every input error is a `ValueError` whose message is a plain sentence that a customer can be shown as it is:

    PolicyFaults                a policy file cannot be used; lists every fault
    InputError                  the facts of a quote cannot be used:
    ├── MoneyError              an amount is negative, not a number, too large or finer than a cent
    ├── VolumeError             a number of messages is negative or too large
    ├── UnknownPlanError        the prepaid volume is none of the plans
    ├── NotAnUpgradeError       the wanted plan is not larger
    ├── NotADowngradeError      the wanted plan is not smaller
    ├── UsageError              no months of usage, or far too many
    ├── ClaimBeforeBillError    the claim is dated before the bill
    ├── ClaimDateError          a date far outside the years of service
    ├── NothingBilledError      the bill is 0.00
    ├── ServiceMonthError       the month of service is below 1 or absurd
    ├── TooManyPaidError        more paid months than have passed
    └── TypedFigureError        what was typed is no figure of its kind
"""

from billing_rules.advice import advise
from billing_rules.answer import (
    AdviceAnswer,
    Answer,
    Decision,
    DowngradeAnswer,
    Line,
    OverageAnswer,
    PastMonth,
    PlanOption,
    SpikeAnswer,
    UpgradeAnswer,
)
from billing_rules.claim import (
    ClaimBeforeBillError,
    ClaimDateError,
    NothingBilledError,
    ServiceMonthError,
    SpikeClaim,
    TooManyPaidError,
)
from billing_rules.clauses import CLAUSES
from billing_rules.inputs import InputError
from billing_rules.money import MONEY_LIMIT, MoneyError
from billing_rules.overage import quote_overage
from billing_rules.plan_change import (
    NotADowngradeError,
    NotAnUpgradeError,
    UsageError,
    quote_downgrade,
    quote_upgrade,
)
from billing_rules.policy import (
    VOLUME_LIMIT,
    PerBlock,
    Plan,
    Policy,
    SpikeProtection,
    TierDifference,
    UnknownPlanError,
    VolumeError,
)
from billing_rules.policy_file import PolicyFaults, load_policy
from billing_rules.policy_yaml import Fault
from billing_rules.spike_protection import quote_spike
from billing_rules.typed import TypedFigureError

__all__ = [
    "CLAUSES",
    "MONEY_LIMIT",
    "VOLUME_LIMIT",
    "AdviceAnswer",
    "Answer",
    "ClaimBeforeBillError",
    "ClaimDateError",
    "Decision",
    "DowngradeAnswer",
    "Fault",
    "InputError",
    "Line",
    "MoneyError",
    "NotADowngradeError",
    "NotAnUpgradeError",
    "NothingBilledError",
    "OverageAnswer",
    "PastMonth",
    "PerBlock",
    "Plan",
    "PlanOption",
    "Policy",
    "PolicyFaults",
    "ServiceMonthError",
    "SpikeAnswer",
    "SpikeClaim",
    "SpikeProtection",
    "TierDifference",
    "TooManyPaidError",
    "TypedFigureError",
    "UnknownPlanError",
    "UpgradeAnswer",
    "UsageError",
    "VolumeError",
    "advise",
    "load_policy",
    "quote_downgrade",
    "quote_overage",
    "quote_spike",
    "quote_upgrade",
]
