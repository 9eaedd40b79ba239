using System.Collections;
using EarlyExit.Workbook;

namespace EarlyExit.Exits;

/// <summary>
/// Outputs of trained networks that come with the workbook (<c>data/zoo</c>), so that claims and proxies are judged on real networks in
/// seconds, without training and without a tensor library.
/// </summary>
public sealed class Zoo : IReadOnlyList<ZooNetwork>
{
    private readonly ZooNetwork[] _networks;

    private Zoo(ZooNetwork[] networks) => _networks = networks;

    /// <summary>Number of networks.</summary>
    public int Count => _networks.Length;

    /// <summary>A network, in the order of names.</summary>
    public ZooNetwork this[int index] => _networks[index];

    /// <summary>A network by its name.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    public ZooNetwork this[string name] => _networks.FirstOrDefault(network => network.Name == name)
        ?? throw new KeyNotFoundException($"The zoo has no network '{name}', only {string.Join(", ", _networks.Select(network => network.Name))}.");

    /// <summary>Opens the zoo; outputs are read when they are asked for.</summary>
    /// <param name="folder">Where it is; <c>data/zoo</c> in the repository when not given.</param>
    /// <exception cref="FileNotFoundException">There is no index.</exception>
    /// <exception cref="OutputsFormatException">The index is damaged.</exception>
    public static Zoo Load(string? folder = null)
    {
        folder ??= Session.ZooFolder;
        return new([.. ZooFiles.ReadIndex(folder).Select(record => new ZooNetwork(record, folder))]);
    }

    /// <summary>Some of the networks.</summary>
    public Zoo Where(Func<ZooRecord, bool> chosen) => new([.. _networks.Where(network => chosen(network.Record))]);

    /// <inheritdoc/>
    public IEnumerator<ZooNetwork> GetEnumerator() => _networks.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
