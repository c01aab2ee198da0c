/**
 * Fields of the `spec` of the kinds in {@link apiRoots} as Kubernetes 1.36 has them, by type. `name:Type` holds a type,
 * `name:Type[]` a list of it. `name=kind` holds a value: `whole`, `truth`, `quantity`, `number` (of a port), `port` (its
 * number or name), `pods`, `any` or one of some words, and none for a text; `[]` is a list of such values, `{}` a mapping.
 */
export const apiFields: Readonly<Record<string, string>> = {
  AWSElasticBlockStoreVolumeSource: "fsType partition=whole readOnly=truth volumeID",
  Affinity: "nodeAffinity:NodeAffinity podAffinity:PodAffinity podAntiAffinity:PodAntiAffinity",
  AppArmorProfile: "localhostProfile type=Unconfined|RuntimeDefault|Localhost",
  AzureDiskVolumeSource:
    "cachingMode=None|ReadOnly|ReadWrite diskName diskURI fsType kind=Shared|Dedicated|Managed readOnly=truth",
  AzureFileVolumeSource: "readOnly=truth secretName shareName",
  CSIVolumeSource:
    "driver fsType nodePublishSecretRef:LocalObjectReference readOnly=truth volumeAttributes={}",
  Capabilities: "add=[] drop=[]",
  CephFSVolumeSource: "monitors=[] path readOnly=truth secretFile secretRef:LocalObjectReference user",
  CinderVolumeSource: "fsType readOnly=truth secretRef:LocalObjectReference volumeID",
  ClientIPConfig: "timeoutSeconds=whole",
  ClusterTrustBundleProjection: "labelSelector:LabelSelector name optional=truth path signerName",
  ConfigMapEnvSource: "name optional=truth",
  ConfigMapKeySelector: "key name optional=truth",
  ConfigMapProjection: "items:KeyToPath[] name optional=truth",
  ConfigMapVolumeSource: "defaultMode=whole items:KeyToPath[] name optional=truth",
  Container:
    "args=[] command=[] env:EnvVar[] envFrom:EnvFromSource[] image imagePullPolicy=Always|IfNotPresent|Never lifecycle:Lifecycle livenessProbe:Probe name ports:ContainerPort[] readinessProbe:Probe resizePolicy:ContainerResizePolicy[] resources:ResourceRequirements restartPolicy=Always|Never|OnFailure restartPolicyRules:ContainerRestartRule[] securityContext:SecurityContext startupProbe:Probe stdin=truth stdinOnce=truth terminationMessagePath terminationMessagePolicy=File|FallbackToLogsOnError tty=truth volumeDevices:VolumeDevice[] volumeMounts:VolumeMount[] workingDir",
  ContainerPort: "containerPort=number hostIP hostPort=whole name protocol=TCP|UDP|SCTP",
  ContainerResizePolicy: "resourceName=cpu|memory restartPolicy=NotRequired|RestartContainer",
  ContainerResourceMetricSource: "container name target:MetricTarget",
  ContainerRestartRule: "action=Restart|RestartAllContainers exitCodes:ContainerRestartRuleOnExitCodes",
  ContainerRestartRuleOnExitCodes: "operator=In|NotIn values=whole[]",
  CrossVersionObjectReference: "apiVersion kind name",
  DeploymentSpec:
    "minReadySeconds=whole paused=truth progressDeadlineSeconds=whole replicas=whole revisionHistoryLimit=whole selector:LabelSelector strategy:DeploymentStrategy template:PodTemplateSpec",
  DeploymentStrategy: "rollingUpdate:RollingUpdateDeployment type=RollingUpdate|Recreate",
  DownwardAPIProjection: "items:DownwardAPIVolumeFile[]",
  DownwardAPIVolumeFile:
    "fieldRef:ObjectFieldSelector mode=whole path resourceFieldRef:ResourceFieldSelector",
  DownwardAPIVolumeSource: "defaultMode=whole items:DownwardAPIVolumeFile[]",
  EmptyDirVolumeSource: "medium sizeLimit=quantity",
  EnvFromSource: "configMapRef:ConfigMapEnvSource prefix secretRef:SecretEnvSource",
  EnvVar: "name value valueFrom:EnvVarSource",
  EnvVarSource:
    "configMapKeyRef:ConfigMapKeySelector fieldRef:ObjectFieldSelector fileKeyRef:FileKeySelector resourceFieldRef:ResourceFieldSelector secretKeyRef:SecretKeySelector",
  EphemeralContainer:
    "args=[] command=[] env:EnvVar[] envFrom:EnvFromSource[] image imagePullPolicy=Always|IfNotPresent|Never lifecycle:Lifecycle livenessProbe:Probe name ports:ContainerPort[] readinessProbe:Probe resizePolicy:ContainerResizePolicy[] resources:ResourceRequirements restartPolicy=Always|Never|OnFailure restartPolicyRules:ContainerRestartRule[] securityContext:SecurityContext startupProbe:Probe stdin=truth stdinOnce=truth targetContainerName terminationMessagePath terminationMessagePolicy=File|FallbackToLogsOnError tty=truth volumeDevices:VolumeDevice[] volumeMounts:VolumeMount[] workingDir",
  EphemeralVolumeSource: "volumeClaimTemplate:PersistentVolumeClaimTemplate",
  ExecAction: "command=[]",
  ExternalMetricSource: "metric:MetricIdentifier target:MetricTarget",
  FCVolumeSource: "fsType lun=whole readOnly=truth targetWWNs=[] wwids=[]",
  FileKeySelector: "key optional=truth path volumeName",
  FlexVolumeSource: "driver fsType options={} readOnly=truth secretRef:LocalObjectReference",
  FlockerVolumeSource: "datasetName datasetUUID",
  GCEPersistentDiskVolumeSource: "fsType partition=whole pdName readOnly=truth",
  GRPCAction: "port=number service",
  GitRepoVolumeSource: "directory repository revision",
  GlusterfsVolumeSource: "endpoints path readOnly=truth",
  HPAScalingPolicy: "periodSeconds=whole type=Pods|Percent value=whole",
  HPAScalingRules:
    "policies:HPAScalingPolicy[] selectPolicy=Max|Min|Disabled stabilizationWindowSeconds=whole tolerance=quantity",
  HTTPGetAction: "host httpHeaders:HTTPHeader[] path port=port scheme=HTTP|HTTPS",
  HTTPHeader: "name value",
  HorizontalPodAutoscalerBehavior: "scaleDown:HPAScalingRules scaleUp:HPAScalingRules",
  HorizontalPodAutoscalerSpec:
    "behavior:HorizontalPodAutoscalerBehavior maxReplicas=whole metrics:MetricSpec[] minReplicas=whole scaleTargetRef:CrossVersionObjectReference",
  HostAlias: "hostnames=[] ip",
  HostPathVolumeSource:
    "path type=DirectoryOrCreate|Directory|FileOrCreate|File|Socket|CharDevice|BlockDevice",
  ISCSIVolumeSource:
    "chapAuthDiscovery=truth chapAuthSession=truth fsType initiatorName iqn iscsiInterface lun=whole portals=[] readOnly=truth secretRef:LocalObjectReference targetPortal",
  ImageVolumeSource: "pullPolicy=Always|IfNotPresent|Never reference",
  KeyToPath: "key mode=whole path",
  LabelSelector: "matchExpressions:LabelSelectorRequirement[] matchLabels={}",
  LabelSelectorRequirement: "key operator=In|NotIn|Exists|DoesNotExist values=[]",
  Lifecycle: "postStart:LifecycleHandler preStop:LifecycleHandler stopSignal",
  LifecycleHandler: "exec:ExecAction httpGet:HTTPGetAction sleep:SleepAction tcpSocket:TCPSocketAction",
  LocalObjectReference: "name",
  ManagedFieldsEntry: "apiVersion fieldsType fieldsV1=any manager operation subresource time",
  MetricIdentifier: "name selector:LabelSelector",
  MetricSpec:
    "containerResource:ContainerResourceMetricSource external:ExternalMetricSource object:ObjectMetricSource pods:PodsMetricSource resource:ResourceMetricSource type=Object|Pods|Resource|ContainerResource|External",
  MetricTarget:
    "averageUtilization=whole averageValue=quantity type=Utilization|Value|AverageValue value=quantity",
  NFSVolumeSource: "path readOnly=truth server",
  NodeAffinity:
    "preferredDuringSchedulingIgnoredDuringExecution:PreferredSchedulingTerm[] requiredDuringSchedulingIgnoredDuringExecution:NodeSelector",
  NodeSelector: "nodeSelectorTerms:NodeSelectorTerm[]",
  NodeSelectorRequirement: "key operator=In|NotIn|Exists|DoesNotExist|Gt|Lt values=[]",
  NodeSelectorTerm: "matchExpressions:NodeSelectorRequirement[] matchFields:NodeSelectorRequirement[]",
  ObjectFieldSelector: "apiVersion fieldPath",
  ObjectMeta:
    "annotations={} creationTimestamp deletionGracePeriodSeconds=whole deletionTimestamp finalizers=[] generateName generation=whole labels={} managedFields:ManagedFieldsEntry[] name namespace ownerReferences:OwnerReference[] resourceVersion selfLink uid",
  ObjectMetricSource:
    "describedObject:CrossVersionObjectReference metric:MetricIdentifier target:MetricTarget",
  OwnerReference: "apiVersion blockOwnerDeletion=truth controller=truth kind name uid",
  PersistentVolumeClaimSpec:
    "accessModes=[] dataSource:TypedLocalObjectReference dataSourceRef:TypedObjectReference resources:VolumeResourceRequirements selector:LabelSelector storageClassName volumeAttributesClassName volumeMode=Block|Filesystem volumeName",
  PersistentVolumeClaimTemplate: "metadata:ObjectMeta spec:PersistentVolumeClaimSpec",
  PersistentVolumeClaimVolumeSource: "claimName readOnly=truth",
  PhotonPersistentDiskVolumeSource: "fsType pdID",
  PodAffinity:
    "preferredDuringSchedulingIgnoredDuringExecution:WeightedPodAffinityTerm[] requiredDuringSchedulingIgnoredDuringExecution:PodAffinityTerm[]",
  PodAffinityTerm:
    "labelSelector:LabelSelector matchLabelKeys=[] mismatchLabelKeys=[] namespaceSelector:LabelSelector namespaces=[] topologyKey",
  PodAntiAffinity:
    "preferredDuringSchedulingIgnoredDuringExecution:WeightedPodAffinityTerm[] requiredDuringSchedulingIgnoredDuringExecution:PodAffinityTerm[]",
  PodCertificateProjection:
    "certificateChainPath credentialBundlePath keyPath keyType maxExpirationSeconds=whole signerName userAnnotations={}",
  PodDNSConfig: "nameservers=[] options:PodDNSConfigOption[] searches=[]",
  PodDNSConfigOption: "name value",
  PodDisruptionBudgetSpec:
    "maxUnavailable=pods minAvailable=pods selector:LabelSelector unhealthyPodEvictionPolicy=IfHealthyBudget|AlwaysAllow",
  PodOS: "name=linux|windows",
  PodReadinessGate: "conditionType",
  PodResourceClaim: "name resourceClaimName resourceClaimTemplateName",
  PodSchedulingGate: "name",
  PodSchedulingGroup: "podGroupName",
  PodSecurityContext:
    "appArmorProfile:AppArmorProfile fsGroup=whole fsGroupChangePolicy=OnRootMismatch|Always runAsGroup=whole runAsNonRoot=truth runAsUser=whole seLinuxChangePolicy=Recursive|MountOption seLinuxOptions:SELinuxOptions seccompProfile:SeccompProfile supplementalGroups=whole[] supplementalGroupsPolicy=Merge|Strict sysctls:Sysctl[] windowsOptions:WindowsSecurityContextOptions",
  PodSpec:
    "activeDeadlineSeconds=whole affinity:Affinity automountServiceAccountToken=truth containers:Container[] dnsConfig:PodDNSConfig dnsPolicy=ClusterFirstWithHostNet|ClusterFirst|Default|None enableServiceLinks=truth ephemeralContainers:EphemeralContainer[] hostAliases:HostAlias[] hostIPC=truth hostNetwork=truth hostPID=truth hostUsers=truth hostname hostnameOverride imagePullSecrets:LocalObjectReference[] initContainers:Container[] nodeName nodeSelector={} os:PodOS overhead=quantity{} preemptionPolicy=PreemptLowerPriority|Never priority=whole priorityClassName readinessGates:PodReadinessGate[] resourceClaims:PodResourceClaim[] resources:ResourceRequirements restartPolicy=Always runtimeClassName schedulerName schedulingGates:PodSchedulingGate[] schedulingGroup:PodSchedulingGroup securityContext:PodSecurityContext serviceAccount serviceAccountName setHostnameAsFQDN=truth shareProcessNamespace=truth subdomain terminationGracePeriodSeconds=whole tolerations:Toleration[] topologySpreadConstraints:TopologySpreadConstraint[] volumes:Volume[]",
  PodTemplateSpec: "metadata:ObjectMeta spec:PodSpec",
  PodsMetricSource: "metric:MetricIdentifier target:MetricTarget",
  PortworxVolumeSource: "fsType readOnly=truth volumeID",
  PreferredSchedulingTerm: "preference:NodeSelectorTerm weight=whole",
  Probe:
    "exec:ExecAction failureThreshold=whole grpc:GRPCAction httpGet:HTTPGetAction initialDelaySeconds=whole periodSeconds=whole successThreshold=whole tcpSocket:TCPSocketAction terminationGracePeriodSeconds=whole timeoutSeconds=whole",
  ProjectedVolumeSource: "defaultMode=whole sources:VolumeProjection[]",
  QuobyteVolumeSource: "group readOnly=truth registry tenant user volume",
  RBDVolumeSource: "fsType image keyring monitors=[] pool readOnly=truth secretRef:LocalObjectReference user",
  ResourceClaim: "name request",
  ResourceFieldSelector: "containerName divisor=quantity resource",
  ResourceMetricSource: "name target:MetricTarget",
  ResourceRequirements: "claims:ResourceClaim[] limits=quantity{} requests=quantity{}",
  RollingUpdateDeployment: "maxSurge=pods maxUnavailable=pods",
  SELinuxOptions: "level role type user",
  ScaleIOVolumeSource:
    "fsType gateway protectionDomain readOnly=truth secretRef:LocalObjectReference sslEnabled=truth storageMode storagePool system volumeName",
  SeccompProfile: "localhostProfile type=Unconfined|RuntimeDefault|Localhost",
  SecretEnvSource: "name optional=truth",
  SecretKeySelector: "key name optional=truth",
  SecretProjection: "items:KeyToPath[] name optional=truth",
  SecretVolumeSource: "defaultMode=whole items:KeyToPath[] optional=truth secretName",
  SecurityContext:
    "allowPrivilegeEscalation=truth appArmorProfile:AppArmorProfile capabilities:Capabilities privileged=truth procMount=Default|Unmasked readOnlyRootFilesystem=truth runAsGroup=whole runAsNonRoot=truth runAsUser=whole seLinuxOptions:SELinuxOptions seccompProfile:SeccompProfile windowsOptions:WindowsSecurityContextOptions",
  ServiceAccountTokenProjection: "audience expirationSeconds=whole path",
  ServicePort: "appProtocol name nodePort=whole port=number protocol=TCP|UDP|SCTP targetPort=port",
  ServiceSpec:
    "allocateLoadBalancerNodePorts=truth clusterIP clusterIPs=[] externalIPs=[] externalName externalTrafficPolicy=Cluster|Local healthCheckNodePort=whole internalTrafficPolicy=Cluster|Local ipFamilies=[] ipFamilyPolicy=SingleStack|PreferDualStack|RequireDualStack loadBalancerClass loadBalancerIP loadBalancerSourceRanges=[] ports:ServicePort[] publishNotReadyAddresses=truth selector={} sessionAffinity=ClientIP|None sessionAffinityConfig:SessionAffinityConfig trafficDistribution type=ClusterIP|NodePort|LoadBalancer|ExternalName",
  SessionAffinityConfig: "clientIP:ClientIPConfig",
  SleepAction: "seconds=whole",
  StorageOSVolumeSource: "fsType readOnly=truth secretRef:LocalObjectReference volumeName volumeNamespace",
  Sysctl: "name value",
  TCPSocketAction: "host port=port",
  Toleration:
    "effect=NoSchedule|PreferNoSchedule|NoExecute key operator=Exists|Equal|Lt|Gt tolerationSeconds=whole value",
  TopologySpreadConstraint:
    "labelSelector:LabelSelector matchLabelKeys=[] maxSkew=whole minDomains=whole nodeAffinityPolicy=Ignore|Honor nodeTaintsPolicy=Ignore|Honor topologyKey whenUnsatisfiable=DoNotSchedule|ScheduleAnyway",
  TypedLocalObjectReference: "apiGroup kind name",
  TypedObjectReference: "apiGroup kind name namespace",
  Volume:
    "awsElasticBlockStore:AWSElasticBlockStoreVolumeSource azureDisk:AzureDiskVolumeSource azureFile:AzureFileVolumeSource cephfs:CephFSVolumeSource cinder:CinderVolumeSource configMap:ConfigMapVolumeSource csi:CSIVolumeSource downwardAPI:DownwardAPIVolumeSource emptyDir:EmptyDirVolumeSource ephemeral:EphemeralVolumeSource fc:FCVolumeSource flexVolume:FlexVolumeSource flocker:FlockerVolumeSource gcePersistentDisk:GCEPersistentDiskVolumeSource gitRepo:GitRepoVolumeSource glusterfs:GlusterfsVolumeSource hostPath:HostPathVolumeSource image:ImageVolumeSource iscsi:ISCSIVolumeSource name nfs:NFSVolumeSource persistentVolumeClaim:PersistentVolumeClaimVolumeSource photonPersistentDisk:PhotonPersistentDiskVolumeSource portworxVolume:PortworxVolumeSource projected:ProjectedVolumeSource quobyte:QuobyteVolumeSource rbd:RBDVolumeSource scaleIO:ScaleIOVolumeSource secret:SecretVolumeSource storageos:StorageOSVolumeSource vsphereVolume:VsphereVirtualDiskVolumeSource",
  VolumeDevice: "devicePath name",
  VolumeMount:
    "mountPath mountPropagation=None|HostToContainer|Bidirectional name readOnly=truth recursiveReadOnly=Disabled|IfPossible|Enabled subPath subPathExpr",
  VolumeProjection:
    "clusterTrustBundle:ClusterTrustBundleProjection configMap:ConfigMapProjection downwardAPI:DownwardAPIProjection podCertificate:PodCertificateProjection secret:SecretProjection serviceAccountToken:ServiceAccountTokenProjection",
  VolumeResourceRequirements: "limits=quantity{} requests=quantity{}",
  VsphereVirtualDiskVolumeSource: "fsType storagePolicyID storagePolicyName volumePath",
  WeightedPodAffinityTerm: "podAffinityTerm:PodAffinityTerm weight=whole",
  WindowsSecurityContextOptions: "gmsaCredentialSpec gmsaCredentialSpecName hostProcess=truth runAsUserName",
};

/** Type of the `spec` of a kind, by `apiVersion kind`. */
export const apiRoots: Readonly<Record<string, string>> = {
  "apps/v1 Deployment": "DeploymentSpec",
  "v1 Service": "ServiceSpec",
  "policy/v1 PodDisruptionBudget": "PodDisruptionBudgetSpec",
  "autoscaling/v2 HorizontalPodAutoscaler": "HorizontalPodAutoscalerSpec",
};
