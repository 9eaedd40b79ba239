using System.Runtime.InteropServices;
using EarlyExit.Regimes;
using EarlyExit.Tests.Host;
using EarlyExit.Tests.Regimes;
using static EarlyExit.Regimes.Length;

namespace EarlyExit.Tests.Promises;

/// <summary>Same machine, same seed, same threads: the same bits. What other threads and another BLAS change is measured, and promised to nobody.</summary>
[Collection("torch")]
public sealed class BitsTests : OneThread
{
    // Where Debian puts them.
    private static readonly (string Name, string Path)[] Libraries =
    [
        .. from library in new[] { ("OpenBLAS", "openblas-openmp"), ("OpenBLAS with threads of its own", "openblas-pthread"), ("reference BLAS", "blas") }
           select (library.Item1, $"/usr/lib/x86_64-linux-gnu/{library.Item2}/libblas.so.3"),
    ];

    [Fact]
    public async Task Every_regime_trained_twice_has_the_same_bits()
    {
        var cases = TrainingPart.Cases;
        for (var number = 0; number < cases.Count; number++)
        {
            var (first, second) = (await Train(number), await Train(number));
            Assert.True(first.AsSpan().SequenceEqual(second), cases[number].Regime.Name);
        }
    }

    [Fact]
    [Trait("Duration", "long"), Trait("Promise", "bits")]
    public async Task Two_processes_have_the_same_bits_and_other_threads_and_blas_are_measured()
    {
        using var folder = new TemporaryFolder();
        var libraries = Libraries.Where(library => File.Exists(library.Path)).ToArray();
        if (libraries.Length == 0) libraries = [("the BLAS of this machine", "")];
        var weights = new Dictionary<string, float[]>();
        foreach (var (name, library) in libraries)
            foreach (var threads in new[] { 1, 2 })
            {
                var (first, second) = (await Run(library, threads, folder.File("first")), await Run(library, threads, folder.File("second")));
                Assert.True(first.AsSpan().SequenceEqual(second), $"{name}, {threads} threads: two processes differ");
                weights[$"{name}, {threads} {(threads == 1 ? "thread" : "threads")}"] = first;
            }
        Report.Count("trainings in two processes compared", weights.Count);
        var (baseline, expected) = weights.First();
        foreach (var (name, found) in weights.Skip(1))
        {
            var apart = expected.Zip(found).Count(pair => pair.First != pair.Second);
            Report.Say($"{name} against {baseline}: {apart:N0} of {expected.Length:N0} weights differ after 12 steps, by at most {expected.Zip(found).Max(pair => Math.Abs((double)pair.First - pair.Second)):G2}. Measured, not promised.");
        }
    }

    private static async Task<byte[]> Train(int number)
    {
        using var folder = new TemporaryFolder();
        var (regime, network) = TrainingPart.Cases[number];
        var runs = await Study.Train(network, TrainingPart.Data, [regime], 1, Budget.PerPhase(Epochs(1)), new Recipe { BatchSize = 16 }, folder.Path, new Nobody(), TestContext.Current.CancellationToken);
        return [.. WeightBytes.Of(runs[0].Network), .. MemoryMarshal.AsBytes(runs[0].Test.Logits)];
    }

    private static async Task<float[]> Run(string library, int threads, string file)
    {
        var (output, errors, exit) = await Child.RunAsync("threads", [$"{threads}", file], ("LD_PRELOAD", library), ("OMP_NUM_THREADS", $"{threads}"), ("OPENBLAS_NUM_THREADS", $"{threads}"));
        Assert.True(exit == 0, output + errors);
        return MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(file)).ToArray();
    }

    private sealed class Nobody : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) { }
    }
}
