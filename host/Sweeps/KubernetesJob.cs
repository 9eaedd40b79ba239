namespace EarlyExit.Host.Sweeps;

/// <summary>A study as an Indexed Job of Kubernetes (1.29 or later for the limit of attempts per index).</summary>
internal static class KubernetesJob
{
    /// <param name="tasks">The study.</param>
    /// <param name="image">An image with .NET's runtime and the system packages of environment.md.</param>
    /// <param name="claim">A volume claim that all pods mount read-write; the built repository and its results lie on it.</param>
    /// <param name="root">The repository, under the same path here and in the pods.</param>
    /// <param name="program">The built program, workbook.dll.</param>
    public static string Of(Tasks tasks, string image, string claim, string root, string program) => $$"""
        # {{tasks.Name}}: {{tasks.Spread}}.
        # kubectl apply -f THIS_FILE; once it is over, the same again under another name does what is missing.
        apiVersion: batch/v1
        kind: Job
        metadata:
          name: {{tasks.Name}}
        spec:
          completionMode: Indexed
          completions: {{tasks.Count}}
          parallelism: {{tasks.AtOnce}}
          backoffLimitPerIndex: 3
          maxFailedIndexes: {{tasks.Count}}
          podFailurePolicy:
            rules:
              - action: Ignore   # 75: told to stop, and saved; not an attempt that failed.
                onExitCodes: { containerName: worker, operator: In, values: [75] }
              - action: Ignore   # The node goes away.
                onPodConditions: [{ type: DisruptionTarget }]
          template:
            spec:
              restartPolicy: Never
              terminationGracePeriodSeconds: 120
              containers:
                - name: worker
                  image: {{image}}
                  workingDir: {{root}}
                  command: [dotnet, "{{program}}", sweep, run, "{{tasks.Study}}"]
                  env:
                    - { name: JOB_COMPLETIONS, value: "{{tasks.Count}}" }   # JOB_COMPLETION_INDEX is set by Kubernetes.
                    - { name: OMP_NUM_THREADS, value: "{{tasks.Cores}}" }
                    - { name: DOTNET_PROCESSOR_COUNT, value: "{{tasks.Cores}}" }
                  resources:
                    requests: { cpu: "{{tasks.Cores}}", memory: 4Gi }
                    limits: { cpu: "{{tasks.Cores}}"{{(tasks.Gpu ? ", nvidia.com/gpu: 1" : "")}} }
                  volumeMounts: [{ name: work, mountPath: {{root}} }]
              volumes:
                - name: work
                  persistentVolumeClaim: { claimName: {{claim}} }

        """;
}
