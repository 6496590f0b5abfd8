"""How people sign in: what django-allauth is told. ``docs/decisions/0022`` says why."""

from typing import Any

FORMS = "assessments.web.accounts.forms"
FACTOR_FORMS = "assessments.web.accounts.factor_forms"

SETTINGS: dict[str, Any] = {
    "ACCOUNT_ADAPTER": "assessments.web.accounts.adapter.AccountAdapter",
    "ACCOUNT_USER_MODEL_USERNAME_FIELD": None,
    "ACCOUNT_LOGIN_METHODS": {"email"},
    "ACCOUNT_SIGNUP_FIELDS": ["email*"],  # no password: one is set on the account page, or never
    "ACCOUNT_PREVENT_ENUMERATION": True,
    "ACCOUNT_EMAIL_VERIFICATION": "mandatory",
    "ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED": True,
    "ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND": True,
    "ACCOUNT_EMAIL_NOTIFICATIONS": True,  # somebody who did not do it themselves hears of it
    "ACCOUNT_EMAIL_SUBJECT_PREFIX": "",
    "ACCOUNT_CHANGE_EMAIL": True,  # one address; another takes its place once it is confirmed
    "ACCOUNT_LOGIN_BY_CODE_ENABLED": True,
    "ACCOUNT_LOGIN_BY_CODE_TIMEOUT": 15 * 60,  # seconds: mail may be slow
    "ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND": True,
    "ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED": True,
    "ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT": 15 * 60,  # seconds
    "ACCOUNT_REAUTHENTICATION_REQUIRED": True,
    "ACCOUNT_REAUTHENTICATION_TIMEOUT": 15 * 60,  # seconds
    "ACCOUNT_SESSION_REMEMBER": True,
    "ACCOUNT_LOGOUT_ON_GET": False,
    # "ip" is a keyed hash of the address, see the adapter.
    "ACCOUNT_RATE_LIMITS": {
        "login": "10/m/ip",
        "login_failed": "10/m/ip,5/5m/key",
        "request_login_code": "10/m/ip,3/m/key",
        "signup": "10/m/ip",
        "reset_password": "10/m/ip,3/m/key",
        "reset_password_from_key": "10/m/ip",
        "reauthenticate": "10/m/user",
        "manage_email": "10/m/user",
        "change_password": "10/m/user",
    },
    "ACCOUNT_FORMS": {
        "login": f"{FORMS}.PasswordForm",
        "request_login_code": f"{FORMS}.SignInForm",
        "confirm_login_code": f"{FORMS}.CodeForm",
        "signup": f"{FORMS}.SignUpForm",
        "reauthenticate": f"{FORMS}.PasswordAgainForm",
        "add_email": f"{FORMS}.AddressForm",
        "confirm_email_verification_code": f"{FORMS}.AddressCodeForm",
        "set_password": f"{FORMS}.NewPasswordForm",
        "change_password": f"{FORMS}.ChangePasswordForm",
        "reset_password": f"{FORMS}.ForgottenPasswordForm",
        "confirm_password_reset_code": f"{FORMS}.ForgottenPasswordCodeForm",
        "reset_password_from_key": f"{FORMS}.ReplacePasswordForm",
    },
    "MFA_ADAPTER": "assessments.web.accounts.factors.FactorAdapter",
    "MFA_SUPPORTED_TYPES": ["totp", "webauthn", "recovery_codes"],
    "MFA_PASSKEY_LOGIN_ENABLED": True,
    "MFA_TOTP_ISSUER": "commsurvey",
    "MFA_TOTP_TOLERANCE": 1,  # half a minute: clocks of phones are not all right
    "MFA_RECOVERY_CODES_SHOW_ONCE": True,
    "MFA_FORMS": {
        "authenticate": f"{FACTOR_FORMS}.SecondFactorForm",
        "reauthenticate": f"{FACTOR_FORMS}.SecondFactorAgainForm",
        "activate_totp": f"{FACTOR_FORMS}.AppForm",
        "add_webauthn": f"{FACTOR_FORMS}.NewPasskeyForm",
        "edit_webauthn": f"{FACTOR_FORMS}.PasskeyNameForm",
        "login_webauthn": f"{FACTOR_FORMS}.PasskeySignInForm",
        "authenticate_webauthn": f"{FACTOR_FORMS}.PasskeyForm",
        "reauthenticate_webauthn": f"{FACTOR_FORMS}.PasskeyAgainForm",
    },
}
