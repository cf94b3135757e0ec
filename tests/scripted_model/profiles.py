"""How fast the scripted model speaks when a script does not say otherwise."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Profile:
    name: str
    first_token_delay: float = 0.0
    tokens_per_second: float | None = None


INSTANT = Profile("instant")
HOSTED = Profile("hosted", first_token_delay=0.7, tokens_per_second=60.0)
REASONING = Profile("reasoning", first_token_delay=3.0, tokens_per_second=60.0)

PROFILES: dict[str, Profile] = {profile.name: profile for profile in (INSTANT, HOSTED, REASONING)}


def profile_named(profile: str | Profile) -> Profile:
    if isinstance(profile, Profile):
        return profile
    try:
        return PROFILES[profile]
    except KeyError:
        raise ValueError(f"no profile {profile!r}; there are {', '.join(sorted(PROFILES))}") from None
