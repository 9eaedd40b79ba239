using EarlyExit.Host;
using EarlyExit.Host.Setup;

namespace EarlyExit.Tests.Host;

public sealed class SetupTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Repository _repository;

    public SetupTests() => _repository = new Repository(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_choice_of_packages_is_remembered_as_MSBuild_reads_it()
    {
        Assert.Null(PackageChoice.Read(_repository));
        PackageChoice.Remember(_repository, PackageChoice.Compat);
        Assert.Equal("compat", PackageChoice.Read(_repository));
        Assert.Equal("<Project><PropertyGroup><Packages>compat</Packages></PropertyGroup></Project>\n", File.ReadAllText(_folder.File(".packages.props")));
        _folder.Write(".packages.props", "<Project><PropertyGroup><Packages>other</Packages></PropertyGroup></Project>");
        Assert.Contains("'other'", Assert.Throws<UsageException>(() => PackageChoice.Read(_repository)).Message);
    }

    [Fact]
    public void A_restore_says_whether_NuGet_serves_the_packages()
    {
        Assert.Equal("nuget", PackageChoice.Judge(new ChildResult(0, "Restored")));
        Assert.Equal("compat", PackageChoice.Judge(new ChildResult(1, "x.csproj : error NU1101: Unable to find package TorchSharp-cpu.\n")));
        Assert.Equal("compat", PackageChoice.Judge(new ChildResult(1, "x.csproj : error NU1102: Unable to find package TorchSharp-cpu with version (>= 0.105.2)\n")));
        var offline = Assert.Throws<UsageException>(() => PackageChoice.Judge(new ChildResult(1, "\nx.csproj : error NU1301: Connection refused\n")));
        Assert.Contains("Connection refused", offline.Message);
    }

    [Fact]
    public void A_library_that_does_not_load_says_what_is_missing()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the words are those of Linux's loader");
        Assert.Null(PackageChoice.WhyNotLoaded("libc.so.6"));
        Assert.Contains("no-such-library", PackageChoice.WhyNotLoaded(_folder.File("no-such-library.so")));
        _folder.Write("text.so", "not a library");
        Assert.Contains("text.so", PackageChoice.WhyNotLoaded(_folder.File("text.so")));
    }

    [Fact]
    public void Only_a_change_of_the_inputs_makes_a_stamp_stale()
    {
        _folder.Write("lib/a.cs", "1");
        Stamp().Remember();
        Assert.True(Stamp().IsCurrent());
        _folder.Write("elsewhere.cs", "1");
        Assert.True(Stamp().IsCurrent());
        _folder.Write("lib/deep/b.cs", "1");
        Assert.False(Stamp().IsCurrent());
        Stamp().Remember();
        File.SetLastWriteTimeUtc(_folder.File("lib/a.cs"), DateTime.UtcNow.AddMinutes(1));
        Assert.False(Stamp().IsCurrent());
    }

    [Fact]
    public void A_change_during_the_making_makes_a_stamp_stale()
    {
        _folder.Write("lib/a.cs", "1");
        var stamp = Stamp();
        _folder.Write("lib/a.cs", "22");
        stamp.Remember();
        Assert.False(Stamp().IsCurrent());
    }

    [Fact]
    public async Task A_child_process_is_heard_and_its_end_is_known()
    {
        List<string> lines = [];
        var result = await ChildProcess.RunAsync(DotNet.Path, ["--no-such-option"], _folder.Path, lines.Add, cancellation: TestContext.Current.CancellationToken);
        Assert.False(result.Succeeded);
        Assert.Equal(result.Output, string.Concat(lines.Select(line => line + "\n")));
        Assert.NotEmpty(lines);
    }

    private InputStamp Stamp() => new(_repository, "test", ["lib", "missing.props"]);
}
