using System.Text.Json;
using EarlyExit.Workbook;

namespace EarlyExit.Data.Downloads;

/// <summary>A file on the net, and how to know that it is the right one.</summary>
/// <param name="Name">Its file name.</param>
/// <param name="Bytes">Its exact length; null where nobody states it, and then it is not checked.</param>
/// <param name="Sha256">Of its content, 64 hexadecimal digits.</param>
/// <param name="Addresses">Where to get it, in the order to try.</param>
/// <param name="Md5">Of its content, 32 hexadecimal digits, where its publisher gives that: checked too. Null where not.</param>
/// <param name="Unpacks">For a <c>.tar.gz</c>: the files wanted from it and the most bytes each may have. Null for a file that is kept as it is.</param>
public sealed record RemoteFile(
    string Name, long? Bytes, string Sha256, IReadOnlyList<Uri> Addresses, IReadOnlyDictionary<string, long>? Unpacks = null, string? Md5 = null)
{
    /// <summary>Names of the files that it puts into the data set's folder.</summary>
    public IEnumerable<string> Contents => Unpacks?.Keys ?? [Name];
}

/// <summary>A data set that can be downloaded.</summary>
/// <param name="Folder">The folder that its files go to, inside the data folder.</param>
/// <param name="Home">Its official page.</param>
/// <param name="Licence">What its authors say about its use.</param>
/// <param name="Source">Where the checksums come from.</param>
/// <param name="Files">What to download.</param>
public sealed record RemoteDataSet(string Folder, Uri Home, string Licence, string Source, IReadOnlyList<RemoteFile> Files);

/// <summary>The data sets that can be downloaded, from <c>data/registry.json</c>.</summary>
public static class Registry
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>The registry of this repository, by name of data set.</summary>
    public static IReadOnlyDictionary<string, RemoteDataSet> Load() => Load(Path.Combine(Session.Root, "data", "registry.json"));

    /// <summary>Reads a registry file.</summary>
    /// <exception cref="JsonException">It is not one; the message says where.</exception>
    public static IReadOnlyDictionary<string, RemoteDataSet> Load(string path)
    {
        using var file = File.OpenRead(path);
        return JsonSerializer.Deserialize<Dictionary<string, RemoteDataSet>>(file, Format)
            ?? throw new JsonException($"{path}: holds null, expected an object with one entry per data set.");
    }
}
