using EarlyExit.Exits;
using EarlyExit.Sweeps;
using EarlyExit.Workbook;

namespace EarlyExit.Tests.Sweeps;

public class ZooCellsTests
{
    [Fact]
    public void Names_tell_the_cells_apart_and_serve_as_folders()
    {
        var names = ZooCells.All.Select(cell => cell.Name).ToArray();
        Assert.Equal(names.Length, names.Distinct().Count());
        Assert.All(names, name => Assert.Matches("^[a-z0-9.-]+$", name));
    }

    [Fact]
    public void Every_cell_is_in_the_zoo_with_the_costs_of_its_network()
    {
        var zoo = Zoo.Load();
        Assert.Equal(ZooCells.All.Select(cell => cell.Name).Order(StringComparer.Ordinal), zoo.Select(network => network.Name));
        foreach (var cell in ZooCells.All)
        {
            var record = zoo[cell.Name].Record;
            Assert.Equal((cell.Network.Name, cell.Regime.Name, cell.Seed, cell.Label), (record.Network, record.Regime, record.Seed, record.Variant));
            Assert.Equal(cell.Network.Costs, record.Costs, (a, b) => Math.Abs(a - b) < 1e-6);
            // What was written down when it was trained is what the study file asks for.
            var phases = string.Join(", then ", cell.Budget.Spend(cell.Regime, cell.Network).Select(phase => $"{phase.Trains} for {phase.Length}"));
            Assert.StartsWith($"{cell.Images:N0} of ", record.Made);
            Assert.Contains($"{phases}; {cell.Recipe.Optimiser}, {cell.Recipe.Description}; libtorch", record.Made);
        }
    }

    [Fact]
    public void The_zoo_stays_small()
    {
        var bytes = Directory.EnumerateFiles(Session.ZooFolder, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length);
        Assert.InRange(bytes, 1, 40_000_000);
    }
}
