using System.Diagnostics;
using EarlyExit.Tests.Host;

namespace EarlyExit.Tests.Promises;

/// <summary>A disk of a few kilobytes in memory, which can be full or read-only: for root too, whom permissions do not stop.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private SmallDisk() => Directory.CreateDirectory(Path);

    public string Path => _folder.File("disk");

    /// <summary>Mounts one, or skips the test and says why.</summary>
    public static SmallDisk Mount(int kilobytes)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "a small disk is mounted with Linux' tmpfs");
        var disk = new SmallDisk();
        if (Run("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k", "tmpfs", disk.Path)) return disk;
        disk._folder.Dispose();
        Assert.Skip("mounting a small disk (tmpfs) is not permitted here");
        return disk;
    }

    /// <summary>Changes its size or what may be done with it: <c>size=512k</c>, <c>ro</c>, <c>rw</c>.</summary>
    public void Remount(string options) => Assert.True(Run("mount", "-o", $"remount,{options}", Path));

    public void Dispose()
    {
        Run("umount", Path);
        _folder.Dispose();
    }

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
