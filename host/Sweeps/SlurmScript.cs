namespace EarlyExit.Host.Sweeps;

/// <summary>A study as a job array of Slurm.</summary>
internal static class SlurmScript
{
    /// <summary>Seconds before the end of its time at which a task is told to save.</summary>
    private const int Warning = 120;

    /// <param name="tasks">The study.</param>
    /// <param name="program">The built program, workbook.dll: tasks do not look whether it is up to date, or two hundred would build at once.</param>
    /// <param name="warning">Seconds before the end of its time at which a task is told to save.</param>
    public static string Of(Tasks tasks, string program, int warning = Warning) => $$"""
        #!/usr/bin/env bash
        # {{tasks.Name}}: {{tasks.Spread}}.
        # Submit with sbatch. Submitted again it does what is missing; one task alone: sbatch --array=7 THIS_FILE
        #SBATCH --job-name={{tasks.Name}}
        #SBATCH --array=1-{{tasks.Count}}%{{tasks.AtOnce}}
        #SBATCH --time={{tasks.Time}}
        #SBATCH --nodes=1 --ntasks=1 --cpus-per-task={{tasks.Cores}}{{(tasks.Gpu ? "\n#SBATCH --gres=gpu:1" : "")}}
        #SBATCH --signal=B:USR2@{{warning}}
        #SBATCH --requeue --open-mode=append
        #SBATCH --output={{tasks.Logs}}/%a.log
        export OMP_NUM_THREADS=${SLURM_CPUS_PER_TASK:-1} DOTNET_PROCESSOR_COUNT=${SLURM_CPUS_PER_TASK:-1}

        again=no stop= worker=
        trap 'again=yes stop=USR2; [ -z "$worker" ] || kill -USR2 "$worker" 2>/dev/null' USR2  # The time is nearly over: save, and go on in a new allocation.
        trap 'stop=TERM; [ -z "$worker" ] || kill -TERM "$worker" 2>/dev/null' TERM            # Cancelled, or preempted and put back by Slurm: save.
        dotnet {{Tasks.Quoted(program)}} sweep run {{Tasks.Quoted(tasks.Study)}} --shard "$SLURM_ARRAY_TASK_ID/{{tasks.Count}}" &
        worker=$!
        [ -z "$stop" ] || kill -"$stop" "$worker" 2>/dev/null
        while kill -0 "$worker" 2>/dev/null; do wait "$worker"; done   # A signal to this script ends a wait early.
        wait "$worker"; code=$?
        # 75: saved. Above 128: the signal came before the worker could hear it.
        if [ "$again" = yes ] && [ "$code" -ge 75 ] && [ "${SLURM_RESTART_COUNT:-0}" -lt 100 ]; then
          scontrol requeue "${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID"
        fi
        exit "$code"

        """;
}
