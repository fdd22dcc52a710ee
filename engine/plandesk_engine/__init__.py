"""What Plandesk adds to Rasa: a sentence encoder, a classifier, entities, one channel, and strict failures."""
