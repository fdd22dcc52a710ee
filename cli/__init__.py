"""Door 3: the `plandesk` command. Like the other doors it only calls the desk and the billing rules."""
