"""A user of an emulator who has exactly the documented policies."""

from __future__ import annotations

import json
from typing import Any

from finpulse_cli.targets.aws.identity import Identity, Kind
from finpulse_cli.targets.aws.policy import filled
from finpulse_cli.targets.embedded.root_key import SECRET
from tests.aws.actions import POLICIES, texts
from tests.aws.clients import Key, emulator_clients
from tests.emulator import REGION, Emulator

ROOT = Identity("000000000000", "arn:aws:iam::000000000000:root", "aws", Kind.ROOT)
# AWS documents the permission of CreateDistributionWithTags as this one and that to tag.
_OTHER_NAMES = {"cloudfront:CreateDistribution": "cloudfront:CreateDistributionWithTags"}
# Keys of conditions that MiniStack does not know: it would take a statement that has them for one that never holds.
_UNKNOWN_CONDITIONS = frozenset({"lambda:FunctionArn", "iam:PassedToService", "iam:AWSServiceName"})


def deployer(emulator: Emulator, user: str, *policies: str, name: str) -> Key:
    """Makes a user with these policies of docs/aws, for the stack `name`, and nothing else; returns the access key."""
    iam = emulator_clients(emulator.endpoint, Key(emulator.root, SECRET)).iam
    iam.create_user(UserName=user)
    for policy in policies:
        document = _for_emulator(filled((POLICIES / f"{policy}.json").read_text(), ROOT, REGION, name))
        made = iam.create_policy(PolicyName=f"{user}-{policy}", PolicyDocument=json.dumps(document))
        iam.attach_user_policy(UserName=user, PolicyArn=made["Policy"]["Arn"])
    key = iam.create_access_key(UserName=user)["AccessKey"]
    return Key(key["AccessKeyId"], key["SecretAccessKey"])


def _for_emulator(policy: Any) -> Any:
    return policy | {"Statement": [_known(statement) for statement in policy["Statement"]]}


def _known(statement: Any) -> Any:
    """The statement as the emulator understands it; where it knows the resource of a request, nothing is given away.

    For a request whose resource it cannot tell, it asks for the right to `*`. The pattern `?` matches that one
    character and no name of anything. It takes the database of a request for a table, and one action for another.
    """
    resources, actions = texts(statement["Resource"]), texts(statement["Action"])
    made = statement | {
        "Resource": [*resources, "?", *_database(resources)],
        "Action": [*actions, *(_OTHER_NAMES[action] for action in actions if action in _OTHER_NAMES)],
    }
    keys = {key for wanted in statement.get("Condition", {}).values() for key in wanted}
    return {name: value for name, value in made.items() if name != "Condition" or not keys <= _UNKNOWN_CONDITIONS}


def _database(resources: list[str]) -> list[str]:
    return [name.replace(":database/", ":table/") for name in resources if ":glue:" in name and ":database/" in name]
