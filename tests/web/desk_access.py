"""Who may call the addresses of an officer's desk; columns as in test_access. The notice is a draft of the city."""

READ = "404 404 404 404 200 403 403 404 404 404 404 404 404 404 302 404 302"
SENT = "404 404 404 404 302 403 403 404 404 404 404 404 404 404 401 404 401"
BARE = "404 404 404 404 400 403 403 404 404 404 404 404 404 404 401 404 401"
"""Nothing was chosen."""

# One status for each of WHO, in order.
DESK: dict[str, tuple[str, str]] = {
    # name                  method   vil vi2 sta cou off dir aud sec adm exp pro nst nco far vis lib former
    "clauses-group": ("GET", READ),
    "clauses-attach": ("POST", BARE),
    "clauses-reclass": ("POST", BARE),
    "clauses-rule": ("POST", SENT),
    "clause-join": ("POST", SENT),
    "clause-add": ("GET", READ),
    "clause": ("GET", READ),
    "clause-rule": ("POST", SENT),
    "clause-edit": ("GET", READ),
    "clause-split": ("GET", READ),
    "finding-decide": ("POST", SENT),
    "tasks-accept": ("GET", READ),
    "task-edit": ("GET", READ),
    "notice-undo": ("POST", SENT),
    # those who sign or audit it may take it with them
    "notice-plan-export": ("POST", "404 404 404 404 200 200 200 404 404 404 404 404 404 404 401 404 401"),
}
