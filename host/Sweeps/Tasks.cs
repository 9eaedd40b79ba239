namespace EarlyExit.Host.Sweeps;

/// <summary>A study as the tasks of a scheduler.</summary>
/// <param name="Study">Full path of the study file.</param>
/// <param name="Name">The study's name.</param>
/// <param name="Cells">Number of cells.</param>
/// <param name="Folder">Where its results are written; logs go beside them.</param>
/// <param name="Count">Number of tasks; each has some cells.</param>
/// <param name="AtOnce">The most tasks that run at the same time.</param>
/// <param name="Time">How long a task may take before it is saved and goes on in a new one, as h:mm:ss.</param>
/// <param name="Cores">Cores of a task, which are threads of its tensor operations.</param>
/// <param name="Gpu">Whether a task gets a GPU.</param>
internal sealed record Tasks(string Study, string Name, int Cells, string Folder, int Count, int AtOnce, string Time, int Cores, bool Gpu)
{
    /// <summary>Slurm's usual limit on the size of an array is 1001; and as many logs lie in one folder.</summary>
    public const int Most = 999;

    /// <summary>Not more than 10 tasks a minute suit a scheduler: some cells in each.</summary>
    public static int Suitable(int cells) => Math.Clamp((cells + 3) / 4, Math.Min(cells, 16), Math.Min(cells, Most));

    public string Logs => Path.Combine(Folder, "logs");

    public string Spread => $"{Cells} cells in {Count} tasks, {(Cells % Count == 0 ? $"{Cells / Count}" : $"{Cells / Count} or {Cells / Count + 1}")} in each";

    /// <summary>In quotes for a shell.</summary>
    public static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
