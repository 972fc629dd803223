{{/* What everything here is called, and how it is found. */}}
{{- define "dayzero.name" -}}
{{- if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 50 | trimSuffix "-" -}}
{{- end -}}
{{- end }}

{{- define "dayzero.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "dayzero.labels" -}}
{{ include "dayzero.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- with .Values.labels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "dayzero.image" -}}
{{- with .Values.image -}}
{{- if .digest -}}
{{ .repository }}@{{ .digest }}
{{- else -}}
{{ .repository }}:{{ .tag | default $.Chart.AppVersion }}
{{- end -}}
{{- end -}}
{{- end }}

{{/* What every pod is: no root, nothing that can be gained, no key of the cluster. */}}
{{- define "dayzero.pod" -}}
serviceAccountName: {{ include "dayzero.name" . }}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  fsGroup: 10001
  seccompProfile:
    type: RuntimeDefault
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* What every container is. */}}
{{- define "dayzero.container" -}}
image: {{ include "dayzero.image" . }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities:
    drop: [ALL]
env:
  - name: DAYZERO_ENGINE
    value: fleet
  - name: DAYZERO_HOME
    value: /var/lib/dayzero
  - name: DAYZERO_HOST
    value: 0.0.0.0
  - name: DAYZERO_PORT
    value: "8731"
  {{- range $name, $key := .Values.secret.files }}
  - name: {{ $name }}
    value: /run/secrets/{{ $key }}
  {{- end }}
  {{- range $name, $value := .Values.settings }}
  - name: {{ $name }}
    value: {{ $value | quote }}
  {{- end }}
resources:
  {{- toYaml .Values.resources | nindent 2 }}
{{- end }}

{{- define "dayzero.mounts" -}}
- name: home
  mountPath: /var/lib/dayzero
- name: tmp
  mountPath: /tmp
- name: secrets
  mountPath: /run/secrets
  readOnly: true
{{- if .Values.files.configMap }}
- name: files
  mountPath: /etc/dayzero
  readOnly: true
{{- end }}
{{- end }}

{{- define "dayzero.volumes" -}}
- name: home
  emptyDir:
    sizeLimit: 64Mi
- name: tmp
  emptyDir:
    sizeLimit: 64Mi
- name: secrets
  secret:
    secretName: {{ .Values.secret.name }}
    defaultMode: 0440
{{- with .Values.files.configMap }}
- name: files
  configMap:
    name: {{ . }}
{{- end }}
{{- end }}
