namespace EarlyExit.Host.Promises;

/// <summary>A promise of the workbook: a row of docs/promises.md.</summary>
/// <param name="Key">What the command line and the trait <c>Promise</c> of its long tests call it.</param>
/// <param name="Statement">What is promised.</param>
/// <param name="Tests">The classes of tests that hold it at every <c>./workbook test</c>, without <c>EarlyExit.Tests.</c></param>
internal sealed record Promise(string Key, string Statement, params IReadOnlyList<string> Tests)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Promise> All { get; } =
    [
        new("files", "A file that is not what it claims gets a typed error naming the file, the offset or key, what was found and what was expected.",
            "Promises.FilesTests", "Promises.FoundTests", "Data.IdxTests", "Data.CifarTests", "Data.NumPyImagesTests", "Data.TextFilesTests", "Exits.NpzTests", "Torch.Nn.StateTests", "Host.NotebookFileTests"),
        new("code", "Nothing executes code on load, nothing writes outside its folder.",
            "Promises.NoCodeTests", "Data.Downloads.ArchiveTests", "Exits.NpzTests", "Host.SafeHtmlTests"),
        new("kills", "A run that is killed loses at most the work since its last checkpoint, and a resumed run ends bit-identical to one never stopped.",
            "Promises.KillsTests", "Regimes.ResumeTests", "Regimes.StudyTests"),
        new("disk", "A full disk, a read-only folder, a lost network, an out-of-memory tensor: one clear error, nothing half-written, the previous state intact.",
            "Promises.DiskTests", "Data.Downloads.DownloadTests"),
        new("processes", "Two processes on one cache neither corrupt nor repeat work.",
            "Promises.ProcessesTests", "Regimes.StudyTests"),
        new("bits", "Same machine, same seed, same threads: the same bits.",
            "Promises.BitsTests", "Regimes.TrainerTests"),
        new("memory", "Memory stays flat.",
            "Promises.MemoryTests", "Torch.MemoryTests", "Torch.DisposeScopeTests"),
        new("native", "libtorch's errors come back as exceptions; the process never aborts.",
            "Promises.NativeTests", "Promises.FoundTests", "Torch.ErrorsTests"),
        new("kernel", "The kernel serves only its user.",
            "Promises.KernelTests", "Host.Kernel.SealTests", "Host.Kernel.ZmtpTests", "Host.Kernel.KernelServerTests"),
        new("notebooks", "A notebook gives the same numbers twice, and the same outputs under Jupyter's clients as under the runner.",
            "Host.Kernel.NotebookAgreementTests"),
        new("answers", "The answers of a notebook's exercises are true.",
            "Notebooks.CommittedNotebookTests"),
        new("sweeps", "Whatever a scheduler, a node or a worker does, a sweep's cells are done once or go on where they were, and the table is that of one process.",
            "Sweeps.WorkerTests", "Sweeps.SweepCommandTests", "Sweeps.TasksTests"),
        new("contracts", "Public functions keep their contract.",
            "Promises.ContractsTests", "Metrics.DegenerateInputsTests"),
        new("nan", "Hidden NaN does not become a number.",
            "Promises.NanTests", "Regimes.TrainerTests"),
    ];
}
