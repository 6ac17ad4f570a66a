"""Who may call the addresses of units, changes of the tree and official lists; columns as in test_access."""

# One status for each of WHO, in order. The unit is the county, the change renamed a station of it.
TREE: dict[str, tuple[str, str]] = {
    # name             method   vil vi2 sta cou off dir aud sec adm exp pro nst nco far vis lib former
    "unit-search": ("GET", "200 200 200 200 200 200 200 200 200 200 200 200 200 200 302 200 302"),
    "unit-work": ("GET", "404 404 404 200 200 200 200 404 404 404 200 404 404 404 302 404 302"),
    "unit-contact": ("GET", "403 403 403 200 200 403 403 403 403 403 200 403 403 403 302 403 302"),
    "unit-change": ("GET", "403 403 403 200 200 403 403 403 403 403 200 403 403 403 302 403 302"),
    # nobody renames the own unit: back to what can be done with it
    "unit-change-kind": ("GET", "403 403 403 302 200 403 403 403 403 403 200 403 403 403 302 403 302"),
    "changes": ("GET", "200 200 200 200 200 200 200 200 200 200 200 200 200 200 302 200 302"),
    "change": ("GET", "200 200 200 200 200 200 200 200 200 200 200 200 200 200 302 200 302"),
    "change-undo": ("POST", "403 403 403 302 302 403 403 403 403 403 302 403 403 403 401 403 401"),
    "lists": ("GET", "403 403 403 200 200 403 403 403 403 403 200 403 200 403 302 200 302"),
    "list": ("GET", "403 403 403 403 403 403 403 403 403 403 403 403 403 403 302 403 302"),
}
# an administrator of the city inside a timed session
ELEVATED = {
    "unit-contact": 200,
    "unit-change": 200,
    "unit-change-kind": 200,
    "change-undo": 302,
    "lists": 200,
    "list": 200,
}
