"""Who may call the addresses of signing in, one's own account, and the security officer; columns as in test_access."""

# One status for each of WHO, in order; everybody has an account of their own, and only village a device and a passkey.
DOOR: dict[str, tuple[str, str]] = {
    # name             method   vil vi2 sta cou off dir aud sec adm exp pro nst nco far vis lib former
    "sign-in-passkey": ("POST", "400 400 400 400 400 400 400 400 400 400 400 400 400 400 400 400 400"),
    "sign-in-passkey-ask": ("POST", "200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200"),
    # nobody has given a password just now
    "sign-in-second": ("GET", "302 302 302 302 302 302 302 302 302 302 302 302 302 302 302 302 302"),
    "sign-in-second-ask": ("POST", "404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404"),
    "account": ("GET", "200 200 200 200 200 200 200 200 200 200 200 200 200 200 302 200 302"),
    "account-password": ("GET", "200 200 200 200 200 200 200 200 200 200 200 200 200 200 302 200 302"),
    "account-device-forget": ("POST", "302 404 404 404 404 404 404 404 404 404 404 404 404 404 401 404 401"),
    "account-sign-out": ("POST", "302 302 302 302 302 302 302 302 302 302 302 302 302 302 401 302 401"),
    "account-factors": ("GET", "200 200 200 200 200 200 200 200 200 200 200 200 200 200 302 200 302"),
    # the administrator has an app, and keeps it while there is nothing else
    "account-app-begin": ("POST", "302 302 302 302 302 302 302 302 409 302 302 302 302 302 401 302 401"),
    "account-app-confirm": ("POST", "404 404 404 404 404 404 404 404 404 404 404 404 404 404 401 404 401"),
    "account-app-remove": ("POST", "404 404 404 404 404 404 404 404 409 404 404 404 404 404 401 404 401"),
    "account-codes": ("POST", "200 409 409 409 409 409 409 409 200 409 409 409 409 409 401 409 401"),
    "account-passkey-ask": ("POST", "200 200 200 200 200 200 200 200 200 200 200 200 200 200 401 200 401"),
    "account-passkey-add": ("POST", "400 400 400 400 400 400 400 400 400 400 400 400 400 400 401 400 401"),
    "account-passkey-remove": ("POST", "302 404 404 404 404 404 404 404 404 404 404 404 404 404 401 404 401"),
    "admin-session": ("GET", "403 403 403 403 403 403 403 403 200 403 403 403 403 403 302 403 302"),
    "admin-session-ask": ("POST", "403 403 403 403 403 403 403 403 200 403 403 403 403 403 401 403 401"),
    # without a reason
    "admin-session-start": ("POST", "403 403 403 403 403 403 403 403 400 403 403 403 403 403 401 403 401"),
    "admin-session-end": ("POST", "403 403 403 403 403 403 403 403 302 403 403 403 403 403 401 403 401"),
    "security": ("GET", "403 403 403 403 403 403 403 200 403 403 403 403 403 403 302 403 302"),
    "security-export": ("POST", "403 403 403 403 403 403 403 200 403 403 403 403 403 403 401 403 401"),
    "security-lock-outs": ("GET", "403 403 403 403 403 403 403 200 403 403 403 403 403 403 302 403 302"),
    "security-release": ("POST", "403 403 403 403 403 403 403 302 403 403 403 403 403 403 401 403 401"),
    "security-keys": ("GET", "403 403 403 403 403 403 403 200 403 403 403 403 403 403 302 403 302"),
    "security-revoke": ("POST", "403 403 403 403 403 403 403 302 403 403 403 403 403 403 401 403 401"),
}
