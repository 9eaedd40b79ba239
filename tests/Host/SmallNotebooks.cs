using EarlyExit.Host.Notebooks;

namespace EarlyExit.Tests.Host;

/// <summary>Notebooks of a few cells, for tests.</summary>
internal static class SmallNotebooks
{
    public static Notebook Of(params string[] code) => new([.. code.Select((source, index) => Code($"c{index}", source))], []);

    public static CodeCell Code(string id, string source, params Output[] outputs) =>
        new(id, source, [], outputs.Length > 0 ? 7 : null, outputs);

    public static string Write(TemporaryFolder folder, string name, params string[] code)
    {
        var path = folder.File(name);
        NotebookWriter.Write(Of(code), path);
        return path;
    }
}
