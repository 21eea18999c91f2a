"""All models that are made to take too much, by name."""

from tests.bpmn.broken import bombs_of_flows, bombs_of_texts

BOMBS = {**bombs_of_flows.BOMBS, **bombs_of_texts.BOMBS}
