using System.Globalization;

namespace EarlyExit.Host.Sweeps;

/// <summary>The i-th of n parts of a study, counted from 1.</summary>
internal readonly record struct Shard(int Index, int Count)
{
    /// <summary>From i/n.</summary>
    public static Shard? Parse(string text) =>
        text.Split('/') is [var i, var n] && Number(i) is { } index && Number(n) is { } count && index >= 1 && index <= count ? new(index, count) : null;

    /// <summary>What a scheduler says of this task: Slurm's job arrays, Kubernetes' indexed jobs; null where there is none.</summary>
    /// <param name="variable">An environment variable by its name.</param>
    /// <exception cref="UsageException">The task's number is there and the number of tasks is not.</exception>
    public static Shard? FromScheduler(Func<string, string?> variable)
    {
        if (Number(variable("SLURM_ARRAY_TASK_ID")) is { } task)
        {
            var (first, step) = (Needed("SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_MIN"), Number(variable("SLURM_ARRAY_TASK_STEP")) ?? 1);
            return new Shard((task - first) / step + 1, Needed("SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_COUNT"));
        }
        // Kubernetes counts from 0 and does not say of how many.
        return Number(variable("JOB_COMPLETION_INDEX")) is { } index ? new Shard(index + 1, Needed("JOB_COMPLETION_INDEX", "JOB_COMPLETIONS")) : null;

        int Needed(string has, string lacks) => Number(variable(lacks))
            ?? throw new UsageException($"{has} is set and {lacks} is not: say which part of how many this is, with --shard i/n.");
    }

    public override string ToString() => $"{Index}/{Count}";

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
