"""Addresses of signing in, of one's own account, and of the security officer."""

from django.urls import path

from . import account, elevation, factors, second, security, security_keys, signing

urlpatterns = [
    path("sign-in/", signing.sign_in, name="sign-in"),
    path("sign-in/passkey/", signing.by_passkey, name="sign-in-passkey"),
    path("sign-in/passkey/ask/", signing.ask_passkey, name="sign-in-passkey-ask"),
    path("sign-in/second/", second.second, name="sign-in-second"),
    path("sign-in/second/ask/", second.ask_passkey, name="sign-in-second-ask"),
    path("sign-out/", signing.sign_out, name="sign-out"),
    path("look/", signing.look, name="look"),
    path("post/", signing.switch_post, name="switch-post"),
    path("account/", account.page, name="account"),
    path("account/password/", account.password, name="account-password"),
    path("account/devices/<uuid:uid>/forget/", account.forget, name="account-device-forget"),
    path("account/sign-out-everywhere/", account.sign_out_everywhere, name="account-sign-out"),
    path("account/factors/", factors.page, name="account-factors"),
    path("account/factors/app/", factors.begin_app, name="account-app-begin"),
    path("account/factors/app/confirm/", factors.confirm_app, name="account-app-confirm"),
    path("account/factors/app/remove/", factors.remove_app, name="account-app-remove"),
    path("account/factors/codes/", factors.codes, name="account-codes"),
    path("account/factors/passkeys/ask/", factors.ask_passkey, name="account-passkey-ask"),
    path("account/factors/passkeys/", factors.passkey, name="account-passkey-add"),
    path("account/factors/passkeys/<uuid:uid>/remove/", factors.remove_key, name="account-passkey-remove"),
    path("account/session/", elevation.page, name="admin-session"),
    path("account/session/ask/", elevation.ask_passkey, name="admin-session-ask"),
    path("account/session/start/", elevation.start, name="admin-session-start"),
    path("account/session/end/", elevation.end, name="admin-session-end"),
    path("security/", security.page, name="security"),
    path("security/export/", security.export, name="security-export"),
    path("security/lock-outs/", security.lock_outs_page, name="security-lock-outs"),
    path("security/lock-outs/release/", security.release, name="security-release"),
    path("security/keys/", security_keys.page, name="security-keys"),
    path("security/keys/revoke/", security_keys.revoke, name="security-revoke"),
]
