"""The Helm chart, drawn by Helm itself, and held to what it promises."""

from __future__ import annotations

from typing import Any

import helm_python
import pytest
import yaml

from bot.environment import SETTINGS
from tests.architecture.tree import ROOT

CHART = ROOT / "deploy" / "chart"
EVERYTHING = {
    "ingress": {"enabled": True, "className": "nginx"},
    "serviceMonitor": {"enabled": True, "labels": {"release": "monitoring"}},
    "image": {"digest": f"sha256:{'ab' * 32}", "pullSecrets": [{"name": "ours"}]},
    "files": {"configMap": "procedures"},
    "annotations": {"example.org/one": "two"},
    "labels": {"example.org/team": "safeguarding"},
    "nodeSelector": {"disk": "fast"},
    "tolerations": [{"key": "ours", "operator": "Exists"}],
    "networkPolicy": {"to": [{"ipBlock": {"cidr": "192.0.2.0/24"}}]},
}


@pytest.fixture(scope="module")
def chart() -> helm_python.Chart:
    return helm_python.Chart.load(CHART)


def drawn(
    chart: helm_python.Chart, values: dict[str, Any] | None = None
) -> dict[str, dict[str, Any]]:
    """Draw it, and give each thing by its kind."""
    made = chart.render(values, name="region", namespace="safeguarding")
    each = [
        thing
        for path, text in made.items()
        if path.endswith(".yaml")
        for thing in yaml.safe_load_all(text)
        if thing
    ]
    found = {thing["kind"]: thing for thing in each}
    assert len(found) == len(each)
    return found


def pods(found: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """Give what the pods are made from."""
    job = found["CronJob"]["spec"]["jobTemplate"]["spec"]["template"]
    return [found["Deployment"]["spec"]["template"]["spec"], job["spec"]]


def test_helm_finds_nothing_wrong_with_the_chart() -> None:
    report = helm_python.lint(CHART, strict=True, kube_version="v1.30.0")
    assert not report["errors"]
    assert {m["error"] for m in report["messages"]} <= {"icon is recommended"}


def test_what_is_drawn_is_all_that_a_fleet_needs(chart: helm_python.Chart) -> None:
    assert set(drawn(chart)) == {
        "CronJob",
        "Deployment",
        "NetworkPolicy",
        "PersistentVolumeClaim",
        "PodDisruptionBudget",
        "Service",
        "ServiceAccount",
    }
    more = set(drawn(chart, EVERYTHING)) - set(drawn(chart))
    assert more == {"Ingress", "ServiceMonitor"}


@pytest.mark.parametrize("values", [None, EVERYTHING], ids=["usual", "everything"])
def test_every_pod_keeps_to_the_restricted_standard(
    chart: helm_python.Chart, values: dict[str, Any] | None
) -> None:
    for pod in pods(drawn(chart, values)):
        assert pod["automountServiceAccountToken"] is False
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert pod["securityContext"]["runAsUser"] > 0
        assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        assert not {"hostNetwork", "hostPID", "hostIPC"} & pod.keys()
        # The standard names the kinds of volume that there may be.
        kinds = {kind for volume in pod["volumes"] for kind in volume if kind != "name"}
        assert kinds <= {"configMap", "emptyDir", "secret", "persistentVolumeClaim"}
        for container in pod["containers"]:
            assert container["securityContext"] == {
                "allowPrivilegeEscalation": False,
                "readOnlyRootFilesystem": True,
                "capabilities": {"drop": ["ALL"]},
            }
            writable = {m["mountPath"] for m in container["volumeMounts"]}
            assert {"/tmp", "/var/lib/dayzero"} <= writable  # noqa: S108 - in a pod


def test_a_new_version_is_ready_before_an_old_one_goes(
    chart: helm_python.Chart,
) -> None:
    spec = drawn(chart)["Deployment"]["spec"]
    assert spec["strategy"]["rollingUpdate"] == {"maxUnavailable": 0, "maxSurge": 1}
    (bot,) = spec["template"]["spec"]["containers"]
    assert bot["readinessProbe"]["httpGet"]["path"] == "/readyz"
    assert bot["livenessProbe"]["httpGet"]["path"] == "/healthz"
    assert spec["template"]["spec"]["terminationGracePeriodSeconds"] >= 45


def test_what_is_selected_is_what_is_labelled(chart: helm_python.Chart) -> None:
    found = drawn(chart, EVERYTHING)
    labels = found["Deployment"]["spec"]["template"]["metadata"]["labels"]
    for chosen in (
        found["Deployment"]["spec"]["selector"]["matchLabels"],
        found["Service"]["spec"]["selector"],
        found["PodDisruptionBudget"]["spec"]["selector"]["matchLabels"],
        found["NetworkPolicy"]["spec"]["podSelector"]["matchLabels"],
    ):
        assert chosen.items() <= labels.items()
    monitored = found["ServiceMonitor"]["spec"]["selector"]["matchLabels"]
    assert monitored.items() <= found["Service"]["metadata"]["labels"].items()


def test_every_setting_in_the_chart_is_one_of_ours_and_no_secret_is_written_there(
    chart: helm_python.Chart,
) -> None:
    known = {setting.name for setting in SETTINGS.values()}
    known |= {f"{s.name}_FILE" for s in SETTINGS.values() if s.in_file}
    for pod in pods(drawn(chart, EVERYTHING)):
        for container in pod["containers"]:
            given = {one["name"]: one["value"] for one in container["env"]}
            assert set(given) <= known
            secret = {n: v for n, v in given.items() if n.endswith("_FILE")}
            assert all(v.startswith("/run/secrets/") for v in secret.values())
            assert given["DAYZERO_ENGINE"] == "fleet"


@pytest.mark.parametrize(
    "values",
    [
        {"settings": {"DAYZERO_SECRET": "ab" * 32}},
        {"settings": {"SLACK_BOT_TOKEN": "xoxb-1"}},
        {"settings": {"DAYZERO_DATABASE_URL": "postgresql://x:y@z/z"}},
        {"settings": {"DAYZERO_LOG_LEVEL": 3}},
        {"replicas": 0},
        {"replica": 3},
        {"image": {"digest": "latest"}},
    ],
)
def test_values_that_cannot_be_meant_are_refused(
    chart: helm_python.Chart, values: dict[str, Any]
) -> None:
    with pytest.raises(helm_python.HelmError):
        chart.validate_schema(chart.merge_values(values))


def test_the_usual_values_are_taken(chart: helm_python.Chart) -> None:
    chart.validate_schema(chart.merge_values(EVERYTHING))
