"""An application on Authlib: prints the authorization URL, reads the callback URL, prints what it got."""

import json
import sys

import requests
from authlib.integrations.requests_client import OAuth2Session
from authlib.jose import JsonWebKey, jwt
from authlib.oidc.core import CodeIDToken
from authlib.common.security import generate_token

issuer, client_id, client_secret, redirect_uri = sys.argv[1], sys.argv[2], sys.stdin.readline().strip(), sys.argv[3]
metadata = requests.get(issuer + "/.well-known/openid-configuration").json()
session = OAuth2Session(
    client_id,
    client_secret,
    scope="openid profile email offline_access",
    redirect_uri=redirect_uri,
    token_endpoint_auth_method="client_secret_basic",
    code_challenge_method="S256",
    token_endpoint=metadata["token_endpoint"],
    revocation_endpoint_auth_method="client_secret_basic",
)
verifier, nonce = generate_token(48), generate_token(20)
url, state = session.create_authorization_url(metadata["authorization_endpoint"], code_verifier=verifier, nonce=nonce)
print(url, flush=True)
callback = sys.stdin.readline().strip()
token = session.fetch_token(metadata["token_endpoint"], authorization_response=callback, state=state, code_verifier=verifier)

keys = JsonWebKey.import_key_set(requests.get(metadata["jwks_uri"]).json())
claims = jwt.decode(
    token["id_token"],
    keys,
    claims_cls=CodeIDToken,
    claims_options={"iss": {"essential": True, "value": metadata["issuer"]}, "aud": {"essential": True, "value": client_id}},
    claims_params={"nonce": nonce, "client_id": client_id, "access_token": token["access_token"]},
)
claims.validate()
userinfo = session.get(metadata["userinfo_endpoint"]).json()
refreshed = session.refresh_token(metadata["token_endpoint"])
introspected = session.introspect_token(metadata["introspection_endpoint"], token=refreshed["access_token"]).json()
revoked = session.revoke_token(metadata["revocation_endpoint"], token=refreshed["access_token"]).status_code
after = session.introspect_token(metadata["introspection_endpoint"], token=refreshed["access_token"]).json()
print(
    json.dumps(
        {
            "claims": dict(claims),
            "userinfo": userinfo,
            "rotated": refreshed["refresh_token"] != token["refresh_token"],
            "introspected": introspected,
            "revoked": revoked,
            "after": after,
        }
    )
)
