"""Companies that nobody has thought of: any valid policy, and claims that can be made under it."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from billing_rules import PerBlock, Plan, Policy, SpikeClaim, SpikeProtection, TierDifference

CENTS = st.integers(0, 20_000).map(lambda cents: Decimal(cents).scaleb(-2))
ANY_MONEY = st.integers(0, 99_999_999_999).map(lambda cents: Decimal(cents).scaleb(-2))
MODELS = st.just(TierDifference()) | st.builds(
    PerBlock, st.integers(1, 5_000), CENTS, st.none() | st.integers(1, 5)
)


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    """Return a policy of one to six plans, under either overage model."""
    volumes = sorted(draw(st.lists(st.integers(1, 100_000), min_size=1, max_size=6, unique=True)))
    prices = sorted(draw(st.lists(ANY_MONEY, min_size=len(volumes), max_size=len(volumes))))
    plans = tuple(Plan(volume, price) for volume, price in zip(volumes, prices, strict=True))
    spike = SpikeProtection(draw(CENTS), draw(st.integers(1, 7)), draw(st.integers(1, 60)))
    return Policy("any", "EUR", plans, draw(MODELS), spike, "112", "0" * 12)


@st.composite
def claims(draw: st.DrawFn) -> SpikeClaim:
    """Return a claim with gaps, pauses and any dates in order; every fact is possible."""
    service_month = draw(st.integers(1, 14))
    bill_month = draw(st.dates(date(2020, 1, 1), date(2030, 12, 31)))
    between = range(1, max(1, service_month - 1))
    paused = draw(st.sets(st.sampled_from(between), max_size=4)) if between else set()
    months = [month_back(bill_month, back) for back in sorted(paused)]
    billed = max(0, service_month - 2) - len(paused)
    paid = draw(st.lists(st.none() | CENTS | ANY_MONEY, min_size=0, max_size=billed))
    received = draw(st.dates(date(2020, 1, 1), date(2030, 12, 31)))
    return SpikeClaim(
        bill=draw((CENTS | ANY_MONEY).filter(bool)),
        received=received,
        claimed=received + timedelta(days=draw(st.integers(0, 90))),
        service_month=service_month,
        paid=tuple(paid),
        trial_projection=draw(st.none() | CENTS),
        bill_month=draw(st.sampled_from([None, bill_month])),
        skipped_months=tuple(months),
    )


def month_back(day: date, back: int) -> str:
    """Return the month `back` months before that of `day`, as "2026-08"."""
    year, month = day.year, day.month
    for _ in range(back):
        year, month = (year - 1, 12) if month == 1 else (year, month - 1)
    return f"{year}-{month:02}"
