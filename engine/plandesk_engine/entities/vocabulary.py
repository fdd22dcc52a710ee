"""VOCABULARY: the words around a number or a date that tell what it is.

`FOLLOWERS` are words that may follow a value without being counted by it: in "45k please" the
number stands alone, in "480 parents" it counts parents. The closed class is listed, not the open one.
"""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """Return the words of `text` as a set."""
    return frozenset(text.split())


def by_word(groups: dict[str, str]) -> dict[str, str]:
    """Return the group each word is listed under."""
    return {word: group for group, listed in groups.items() for word in listed.split()}


MONTH_NAMES = words("""
january february march april may june july august september october november december
""")
WEEKDAY_NAMES = words("monday tuesday wednesday thursday friday saturday sunday")

FOLLOWERS = (
    words("""
a about above across after again all already also altogether although am an and any anyway are aren't as
asap at b/c back bc be because been before being below beyond both but by can can't cause come coming
cos could couldn't cuz did didn't do does doesn't don't dont down due during each effective either else
even ever every everything except exactly extra ffs first flat followed for forever from going gone got
had has have haven't having he hence her here him his how however i i'd i'll i'm i've idk if im
immediately in incl including inclusive inside instead into is isn't it it'd it'll it's its just last
later least less like lol maybe me mean means meaning meantime might mine more most mostly must my need
needs neither never next no nor not now of off ok okay on once one only onto or otherwise our ours out
over overall per permanently perhaps plain please pls plus plz possible probably rather really right
roughly said same say saying she should shouldn't since sir so some sometime soon sorry starting still
straight such than thank thanks that that'd that'll that's the their them then there there's therefore
these they they'd they're this tho those though through throughout thru thx tho til till to today
together tomorrow tonight too tops total ty u under unless until up upfront upwards ur us usually very
via wait was wasn't way we we'd we'll we're we've well went were weren't what what's when whenever where
whereas whether which while who why will with within without won't wont work works would wouldn't ya
yeah yep yes yesterday yet you you'd you'll you're your yours month's monthly weekly daily yearly
annually month months jan feb mar apr jun jul aug sep sept oct nov dec enough needed wanted required
fits mate man guys folks buddy dear team madam good great fine cheers regards was wasnt isnt arent
atm rn auf used cost costs give gimme make let put
doesnt didnt hasnt havent thats theres whats youre were weve ive id ill itll itd
""")
    | MONTH_NAMES
    | WEEKDAY_NAMES
)

_LY_NOUNS = words("family families assembly reply supply ally")


def may_follow(word: str) -> bool:
    """Tell whether `word` may follow a value without being counted or described by it."""
    return word in FOLLOWERS or (word.endswith("ly") and word not in _LY_NOUNS)


MESSAGES = words("""
email emails mail mails message messages msg msgs e-mail e-mails newsletters sends mailings letters
mailouts notifications texts reminders receipts invitations confirmations
mesages mesage messges messags massages messeges masages emials emial emals emaills mailes maills
""")
PLAN_NOUNS = words("""
plan plans tier tiers package packages level levels subscription allowance quota limit bundle pack bracket option size
one ones tarif account cap ceiling er
""")
BETWEEN_NUMBER_AND_NOUN = words("""
a per each every month mo monthly extra more additional of outgoing total e marketing promotional
transactional excess sent
""")
OVER = words("over extra more above beyond past excess additional tops sent")

ARTICLES = words("""
the a an our my your their his her this that us me it them account everyone only just exactly up down
back straight right all total plan's
""")
APPROXIMATELY = words("""
about around roughly approximately approx nearly almost maybe circa ca some like say probably perhaps
typically usually average averages
""")
DIRECTIONS = by_word(
    {
        "to": "to onto into auf",
        "from": "from von",
        "": "on at of for with be is was not or and than instead by =",
    }
)

_PLAN = words("""
upgrade upgrades upgraded upgrading downgrade downgrades downgraded downgrading move moved moves moving
switch switched switching bump bumped bumping step stepping go going goes drop dropped dropping change
changed changing put putting scale scaling raise raised raising increase increased increasing lower
lowered lowering reduce reduced reducing cut cutting knock push take jump jumping jumped stick sign
subscribe subscribed subscription plan plans tier tiers package level allowance quota limit prepaid
prepay prepaying currently give get want wanted wanting grant downsize upsize shift shifted lift set
swap swapped swapping replace replacing trade exchange
need needs choose pick chose prefer keep stay renew buy bought purchase order stretch capacity included
includes cheaper bigger smaller larger option thinking
""")
_VOLUME = words("""
sent send sends sending used use uses using mailed mail mails email emails emailed messages deliver
delivered delivering averaged averaging average usage usual volume hit reached reach expect expects
expecting covers cover exceeded exceed exceeds blasted fired dispatched peaked peak projected forecast
processed consumed burned burnt month's message
""")
_AMOUNT = words("""
charge charged charges charging bill billed bills billing invoice invoiced owe owed owes owing pay paid
paying pays cost costs price priced fee fees refund refunded amount overage overages statement debited
overcharged due balance debit deducted payment extra sum
""")
_OTHER = words("""
list lists subscribers members customers fans contacts addresses followers audience parents people
readers code zip postcode phone tel fax ext room street road avenue error line version port po inv acct
cust kto iban vat nr centre center contract number
""")

CUES: dict[str, str] = {
    **dict.fromkeys(_OTHER, "other"),
    **dict.fromkeys(_PLAN, "plan_volume"),
    **dict.fromkeys(_VOLUME, "volume"),
    **dict.fromkeys(_AMOUNT, "amount"),
}
