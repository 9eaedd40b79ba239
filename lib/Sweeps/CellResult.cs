using System.Text.Json;
using System.Text.Json.Serialization;
using EarlyExit.Exits;

namespace EarlyExit.Sweeps;

/// <summary>What came out for a cell. All but <see cref="Origin"/> is determined by the cell.</summary>
/// <param name="Id">The cell's id.</param>
/// <param name="Cell">What the study that computed it called it.</param>
/// <param name="Network">The architecture, with its number of exits.</param>
/// <param name="Costs">[L], relative cumulative costs.</param>
/// <param name="Accuracy">[L], test accuracy of each exit, in [0, 1].</param>
/// <param name="AtBudgets">
/// Test accuracy at each of <see cref="Budgets.Standard"/>, in [0, 1], under a shared threshold on the (calibrated) confidence that is chosen
/// on the test part, as the papers do; null where the first exit costs more.
/// </param>
/// <param name="ByCriterion">The same under the method's own criterion, chosen on the validation part.</param>
/// <param name="Measures">ECE (mean over exits), AUROC and EEFP (mean over deciding exits), area under the frontier.</param>
/// <param name="TrainingMacs">Multiply-accumulates spent on training, shared phases included.</param>
/// <param name="Origin">Where and how.</param>
public sealed record CellResult(
    string Id, string Cell, string Network, IReadOnlyList<double> Costs, IReadOnlyList<double> Accuracy, IReadOnlyList<double?> AtBudgets,
    IReadOnlyList<double?> ByCriterion, IReadOnlyList<double> Measures, double TrainingMacs, CellOrigin Origin)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    internal string ToJson() => JsonSerializer.Serialize(this, Format);

    /// <summary>Reads what <see cref="ToJson"/> wrote; null if it is no result.</summary>
    internal static CellResult? Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            var result = JsonSerializer.Deserialize<CellResult>(json, Format);
            return result is not null && result.AtBudgets.Count == Budgets.Standard.Count && result.Measures.Count == TrainedWork.Measured.Count ? result : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>Where and how a result came about; nothing of it is part of the table.</summary>
/// <param name="Build">Of the library that computed it; the same sources give the same.</param>
/// <param name="Machine">Its name.</param>
/// <param name="Task">The job and task of a scheduler, or the process.</param>
/// <param name="Threads">Threads of a tensor operation; another number may change the last digits.</param>
/// <param name="Seconds">Time that training took.</param>
/// <param name="Resumed">Whether training was stopped and went on.</param>
/// <param name="Finished">When.</param>
public sealed record CellOrigin(string Build, string Machine, string Task, int Threads, double Seconds, bool Resumed, DateTimeOffset Finished)
{
    internal static CellOrigin Here(double seconds, bool resumed) => new(
        typeof(CellOrigin).Module.ModuleVersionId.ToString("N")[..12], Environment.MachineName, TaskName,
        int.TryParse(Environment.GetEnvironmentVariable("OMP_NUM_THREADS"), out var threads) ? threads : Environment.ProcessorCount,
        Math.Round(seconds, 3), resumed, DateTimeOffset.UtcNow);

    private static string TaskName =>
        Environment.GetEnvironmentVariable("SLURM_ARRAY_JOB_ID") is { } job
            ? $"slurm {job}_{Environment.GetEnvironmentVariable("SLURM_ARRAY_TASK_ID")}, start {Environment.GetEnvironmentVariable("SLURM_RESTART_COUNT") ?? "0"}"
            : Environment.GetEnvironmentVariable("JOB_COMPLETION_INDEX") is { } index ? $"kubernetes index {index}" : $"process {Environment.ProcessId}";
}
