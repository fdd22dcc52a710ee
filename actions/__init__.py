"""Door 1: called by Rasa. Each action reads facts, asks a rule or the desk, and says one named response."""
