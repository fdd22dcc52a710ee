"""What is wrong with the training data, in plain words, before a minute is spent on training.

Rasa takes a domain that does not load for an empty one, and trains on rules that name what does not exist. Every fault
is listed at once; a model is trained only when there is none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.core.constants import USER_INTENT_BACK, USER_INTENT_RESTART, USER_INTENT_SESSION_START
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, SlotSet, UserUttered
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.training_data import TrainingData

from plandesk_engine.project import Project

UNTAUGHT = {
    USER_INTENT_BACK,
    USER_INTENT_RESTART,
    USER_INTENT_SESSION_START,
    DEFAULT_NLU_FALLBACK_INTENT_NAME,
}


class BrokenData(ValueError):
    """The training data cannot be trained on; one line a fault."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def checked(project: Project) -> TrainingDataImporter:
    """Return the project's training data, or raise `BrokenData` with every fault found."""
    importer = _loaded(project)
    check(importer)
    return importer


def check(importer: TrainingDataImporter) -> None:
    """Raise `BrokenData` with every fault of data that could be loaded."""
    domain, graph, examples = importer.get_domain(), importer.get_stories(), importer.get_nlu_data()
    faults = [*_of_examples(examples, domain), *_of_rules(graph, domain), *_of_forms(domain)]
    if faults:
        raise BrokenData(faults)


def _loaded(project: Project) -> TrainingDataImporter:
    missing = [path.name for path in (project.config, project.domain, project.data) if not path.exists()]
    if missing:
        raise BrokenData([f"{name} is not there." for name in missing])
    try:
        Domain.load(str(project.domain))
        importer = TrainingDataImporter.load_from_config(
            str(project.config), str(project.domain), [str(project.data)]
        )
        domain = importer.get_domain()
        importer.get_stories()
        importer.get_nlu_data()
    except Exception as fault:
        raise BrokenData([_one_line(fault)]) from fault
    if domain.is_empty():
        raise BrokenData([f"{project.domain.name} is empty, or nothing in it could be read."])
    return importer


def _of_examples(examples: TrainingData, domain: Domain) -> Iterator[str]:
    used: dict[str, set[str]] = defaultdict(set)
    for one in examples.intent_examples:
        used[str(one.get(TEXT)).strip().lower()].add(one.get(INTENT))
    seen = {intent for intents in used.values() for intent in intents}
    known = set(domain.intents)
    for intent in sorted(seen - known):
        yield f"Examples are given for the intent {intent!r}, which domain.yml does not list."
    for intent in sorted(known - seen - UNTAUGHT):
        yield f"The intent {intent!r} of domain.yml has no examples in data/."
    for text, intents in used.items():
        if len(intents) > 1:
            yield f"The example {text[:80]!r} is given for several intents: {', '.join(sorted(intents))}."


def _of_rules(graph: StoryGraph, domain: Domain) -> Iterator[str]:
    actions, slots = set(domain.action_names_or_texts), {slot.name for slot in domain.slots}
    told: set[str] = set()
    for step in graph.story_steps:
        for event in step.events:
            fault = _of_event(event, domain, actions, slots)
            if fault and fault not in told:
                told.add(fault)
                yield f"{fault} (in {Path(step.source_name or '?').as_posix()}, {step.block_name!r})"


def _of_event(event: object, domain: Domain, actions: set[str], slots: set[str]) -> str | None:
    if isinstance(event, UserUttered) and event.intent_name and event.intent_name not in domain.intents:
        return f"A rule waits for the intent {event.intent_name!r}, which domain.yml does not list."
    if isinstance(event, ActionExecuted) and event.action_name and event.action_name not in actions:
        what = "response" if event.action_name.startswith("utter_") else "action"
        return f"A rule runs the {what} {event.action_name!r}, which does not exist."
    if _says(event) and event.action_name not in domain.responses:
        return f"A rule says the response {event.action_name!r}, which has no text."
    if isinstance(event, ActiveLoop) and event.name and event.name not in actions:
        return f"A rule starts the form {event.name!r}, which domain.yml does not list."
    if isinstance(event, SlotSet) and event.key not in slots:
        return f"A rule uses the slot {event.key!r}, which domain.yml does not list."
    return None


def _says(event: object) -> bool:
    return isinstance(event, ActionExecuted) and (event.action_name or "").startswith("utter_")


def _of_forms(domain: Domain) -> Iterator[str]:
    slots = {slot.name for slot in domain.slots}
    for form in domain.form_names:
        for slot in domain.required_slots_for_form(form):
            if slot not in slots:
                yield f"The form {form!r} asks for the slot {slot!r}, which domain.yml does not list."


def _one_line(fault: Exception) -> str:
    return " ".join(str(fault).split()) or type(fault).__name__
