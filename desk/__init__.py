"""THE SUPPORT DESK in our own words: accounts, requests, tickets, and the ports to what lies outside.

Words live here, vendors live in `desk.adapters`, and only `desk.wiring` reads settings. The desk knows the
billing rules; it knows nothing of the doors (actions, gateway, cli) that call it.
"""
