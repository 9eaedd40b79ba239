using System.Runtime.InteropServices;
using EarlyExit.Exits;
using EarlyExit.Regimes;
using EarlyExit.Tests.Exits;
using EarlyExit.Tests.Host;
using EarlyExit.Tests.Regimes;
using EarlyExit.Workbook;
using TorchSharp;
using static EarlyExit.Regimes.Length;

namespace EarlyExit.Tests.Promises;

/// <summary>A full disk, a read-only one, a tensor that no memory holds: one clear error, nothing half-written, what was there before intact.</summary>
[Collection("torch")]
public sealed class DiskTests : OneThread
{
    [Fact]
    public void A_file_that_does_not_fit_leaves_the_one_before()
    {
        using var disk = SmallDisk.Mount(kilobytes: 256);
        var path = Path.Combine(disk.Path, "net.npz");
        var small = MadeUp.Outputs(1, 2, 50, 3);
        small.Save(path);
        var before = File.ReadAllBytes(path);
        var error = Assert.ThrowsAny<IOException>(() => MadeUp.Outputs(2, 4, 20_000, 10).Save(path));
        Assert.Contains("No space left", error.Message);
        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFiles(disk.Path));
        Assert.ThrowsAny<IOException>(() => AtomicFile.WriteText(Path.Combine(disk.Path, "new.txt"), new string('x', 1 << 20)));
        Assert.Equal([path], Directory.GetFiles(disk.Path));
    }

    [Fact]
    public async Task Training_on_a_full_disk_ends_with_one_error_and_goes_on_when_there_is_room()
    {
        using var disk = SmallDisk.Mount(kilobytes: 64);
        await FillAndResume(disk, kilobytes: 40, number: 1);
    }

    [Fact]
    public async Task A_cache_that_is_read_only_is_read_and_not_written_to()
    {
        using var disk = SmallDisk.Mount(kilobytes: 2000);
        var trained = await Train(1, disk.Path);
        disk.Remount("ro");
        var read = await Train(1, disk.Path);
        Assert.Equal(WeightBytes.Of(trained[0].Network), WeightBytes.Of(read[0].Network));
        var error = await Assert.ThrowsAnyAsync<IOException>(() => Train(2, disk.Path));
        Assert.Contains("Read-only", error.Message);
    }

    [Fact]
    public void A_folder_without_permission_is_named_and_what_is_in_it_stays()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such permissions");
        using var folder = new TemporaryFolder();
        var path = folder.File("net.npz");
        MadeUp.Outputs(1, 2, 50, 3).Save(path);
        var before = File.ReadAllBytes(path);
        var everybody = UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        File.SetUnixFileMode(folder.Path, everybody);
        Unprivileged.Run(() =>
        {
            Assert.Contains(folder.Path, Assert.Throws<UnauthorizedAccessException>(() => AtomicFile.WriteText(folder.File("a.txt"), "a")).Message);
            Assert.Contains(folder.Path, Assert.Throws<UnauthorizedAccessException>(() => MadeUp.Outputs(2, 4, 50, 3).Save(path)).Message);
        });
        File.SetUnixFileMode(folder.Path, everybody | UnixFileMode.UserWrite);
        Assert.Equal([path], Directory.GetFiles(folder.Path));
        Assert.Equal(before, File.ReadAllBytes(path));
    }

    [Fact]
    public void A_tensor_that_no_memory_holds_is_an_error_and_training_goes_on()
    {
        var before = torch.Tensor.TotalCount;
        for (var k = 0; k < 20; k++) Assert.Throws<ExternalException>(() => torch.zeros(1L << 45));
        Assert.Throws<ExternalException>(() => torch.ones(4, 4).repeat(1L << 25, 1L << 25));
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.True(torch.Tensor.TotalCount <= before + 1);
        Assert.True(StepsPart.Round(1).Steps > 0);
    }

    [Fact]
    [Trait("Duration", "long"), Trait("Promise", "disk")]
    public async Task Forty_disks_fill_up_while_training()
    {
        var (errors, finished) = (0, 0);
        for (var n = 0; n < 40; n++)
        {
            using var disk = SmallDisk.Mount(kilobytes: 2000);
            // From no room at all to enough for the whole run.
            if (await FillAndResume(disk, kilobytes: 4 + 2 * n, n % TrainingPart.Cases.Count)) errors++;
            else finished++;
        }
        Report.Count("disks filled up", errors);
        Report.Count("disks with room enough", finished);
        Report.Say($"{errors} disks of 4 to 82 KB were full before the training of a tiny network had ended (one IOException each, no wait, no half-written file left), {finished} were not; with more room each ended with the weights of one that was never stopped.");
        Assert.True(errors >= 10 && finished > 0, $"{errors} full, {finished} not");
    }

    [Fact]
    [Trait("Duration", "long"), Trait("Promise", "disk")]
    public async Task A_server_that_cuts_stalls_or_lies()
    {
        Func<Data.Downloads.DownloadTests, Task>[] servers =
        [
            tests => tests.ACutConnectionIsTakenUpWhereItBroke(), tests => tests.AStalledConnectionIsTakenUpWhereItBroke(), tests => tests.ABusyServerIsAskedAgain(),
            tests => tests.AServerThatKeepsCuttingLeavesOnlyTheBeginningForNextTime(), tests => tests.AWrongBeginningIsThrownAwayAndReadAnew(), tests => tests.ARangeThatWasNotAskedForIsRefused(),
        ];
        const int Rounds = 20;
        for (var round = 0; round < Rounds; round++)
            foreach (var server in servers)
            {
                using var tests = new Data.Downloads.DownloadTests();
                await server(tests);
            }
        Report.Count("downloads from bad servers", Rounds * servers.Length);
    }

    // Whether the disk was full. What is there then is whole; with room the same call goes on and ends as if nothing had been.
    private static async Task<bool> FillAndResume(SmallDisk disk, int kilobytes, int number)
    {
        using var elsewhere = new TemporaryFolder();
        var expected = await Train(number, elsewhere.Path);
        disk.Remount($"size={kilobytes}k");
        var full = false;
        try
        {
            await Train(number, disk.Path);
        }
        catch (IOException error)
        {
            full = true;
            Assert.Contains("No space left", error.Message);
        }
        Assert.Empty(Directory.EnumerateFiles(disk.Path, "*.part", SearchOption.AllDirectories));
        foreach (var file in Directory.EnumerateFiles(disk.Path, "checkpoint.bin", SearchOption.AllDirectories)) Checkpoint.Load(file);
        foreach (var file in Directory.EnumerateFiles(disk.Path, "*.npz", SearchOption.AllDirectories)) ExitOutputs.Load(file);
        disk.Remount("size=4000k");
        var resumed = await Train(number, disk.Path);
        Assert.Equal(WeightBytes.Of(expected[0].Network), WeightBytes.Of(resumed[0].Network));
        Assert.True(expected[0].Test.Logits.SequenceEqual(resumed[0].Test.Logits));
        return full;
    }

    private static Task<Runs> Train(int number, string folder)
    {
        var (regime, network) = TrainingPart.Cases[number];
        var folders = new StudyFolders(folder, Path.Combine(folder, "no-bundle")) { CheckpointEvery = TimeSpan.Zero };
        return Study.Train(network, TrainingPart.Data, [regime], [0], Budget.PerPhase(Epochs(1)), new Recipe { BatchSize = 16 }, folders, new Nobody(), TestContext.Current.CancellationToken);
    }

    private sealed class Nobody : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) { }
    }
}
