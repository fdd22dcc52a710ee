"""Door 2, the web process: help page and chat API, and the health of the desk. Only this listens to the world."""
