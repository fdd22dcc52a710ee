"""The understanding part of a trained model, without Rasa around it: a second to load instead of ten.

Reads the same resources from the same archive as the server, with the same settings, and gives the same answers;
tests/engine compares the two line by line.
"""

from __future__ import annotations

import tarfile
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plandesk_engine import figures, loading
from plandesk_engine.clauses import clauses
from plandesk_engine.encoder import Encoder
from plandesk_engine.intents import IntentModel, Rows
from plandesk_engine.pairs import Read, Requests, settled
from plandesk_engine.words import WordTable

FALLBACK = "nlu_fallback"
SENTENCES = "plandesk_engine.featurizer.SentenceFeaturizer"
WORDS = "plandesk_engine.word_featurizer.WordFeaturizer"
CLASSIFIER = "plandesk_engine.classifier.SentenceIntentClassifier"
DOUBT = "rasa.nlu.classifiers.fallback_classifier.FallbackClassifier"
FIGURES = "plandesk_engine.extractor.FigureExtractor"
SPLITTER, GATHERER = "plandesk_engine.parts.ClauseSplitter", "plandesk_engine.parts.ClauseGatherer"
PLAIN = ("rasa.nlu.classifiers.regex_message_handler.RegexMessageHandler",)  # does nothing to text here


@dataclass(frozen=True)
class _Node:
    uses: str
    config: dict[str, Any]
    folder: Path


class Reader:
    """Understands lines of text as the served model would."""

    def __init__(self, model: Path) -> None:
        stated = loading.metadata(model)
        with tempfile.TemporaryDirectory() as scratch:
            with tarfile.open(model, "r:gz") as archive:
                archive.extractall(scratch, filter="data")
            nodes = _nodes(stated, Path(scratch, "components"))
            strange = [node.uses for node in nodes.values() if node.uses not in _KNOWN]
            if strange or not {SENTENCES, CLASSIFIER} <= set(nodes):
                raise loading.ModelUnusable(model, f"`understand` does not know {strange or 'its pipeline'}")
            sentences, words, doubt = nodes[SENTENCES], nodes.get(WORDS), nodes.get(DOUBT)
            self._encoder = Encoder(sentences.folder, sentences.config["max_tokens"])
            self._words = WordTable.load(words.folder) if words else None
            self._intents = IntentModel.load(nodes[CLASSIFIER].folder)
            gatherer = nodes.get(GATHERER)
            self._requests = Requests.of(gatherer.config) if gatherer else None
            self._threshold = doubt.config["threshold"] if doubt else 0.0
            self._ambiguity = doubt.config["ambiguity_threshold"] if doubt else 0.0

    def understand(self, texts: Sequence[str]) -> list[dict[str, Any]]:
        """Return text, intent, confidence, entities and ranking of each text, and what it asks for `also`."""
        return [
            self._understood(text, ranking) for text, ranking in zip(texts, self.rankings(texts), strict=True)
        ]

    def _understood(self, text: str, ranking: list[dict[str, Any]]) -> dict[str, Any]:
        also = {}
        if two := self._two_requests(text, ranking):
            ranking, second = two
            also = {"also": second}
        judged = self._judged(ranking)
        return {"text": text, **judged, "entities": figures.figures(text), "ranking": ranking, **also}

    def _two_requests(
        self, text: str, ranking: list[dict[str, Any]]
    ) -> tuple[list[dict[str, Any]], dict[str, Any]] | None:
        cut = clauses(text) if self._requests else []
        if not cut or not self._requests:
            return None
        likeliest = [one[0] for one in self.rankings([clause.text for clause in cut])]
        reads = [
            Read(clause, one["name"], one["confidence"]) for clause, one in zip(cut, likeliest, strict=True)
        ]
        return settled(text, ranking, reads, self._requests)

    def rankings(self, texts: Sequence[str]) -> list[list[dict[str, Any]]]:
        """Return every intent with its probability for each text, likeliest first, before any doubt is applied."""
        rows = Rows(self._encoder.embed(texts), self._words.features(texts) if self._words else None)
        return [
            [{"name": name, "confidence": share} for name, share in ranking]
            for ranking in self._intents.rank(rows)
        ]

    def _judged(self, ranking: list[dict[str, Any]]) -> dict[str, Any]:
        """Return the likeliest intent, or the fallback when it is unlikely or closely followed; ranks it first then."""
        first, second = ranking[0]["confidence"], ranking[1]["confidence"]
        if first < self._threshold or first - second < self._ambiguity:
            ranking.insert(0, {"name": FALLBACK, "confidence": self._threshold})
        return {"intent": ranking[0]["name"], "confidence": ranking[0]["confidence"]}


_KNOWN = {SENTENCES, WORDS, CLASSIFIER, DOUBT, FIGURES, SPLITTER, GATHERER, *PLAIN}


def _nodes(stated: dict[str, Any], components: Path) -> dict[str, _Node]:
    """Return the steps from text to understanding, by the class they use."""
    every = stated["predict_schema"]["nodes"]
    wanted, found = [stated["nlu_target"]], {}
    while wanted:
        name = wanted.pop()
        node = every.get(name)
        if node is None or node["uses"].startswith("rasa.graph_components"):
            continue
        resource = (node.get("resource") or {}).get("name", name)
        found[node["uses"]] = _Node(node["uses"], node["config"], components / resource)
        wanted += node["needs"].values()
    return found
