using System.CommandLine;
using EarlyExit.Host.Site;

namespace EarlyExit.Host.Commands;

/// <summary><c>site</c>: builds the site from the notebooks as they have been executed, here or before they were committed.</summary>
internal static class SiteCommand
{
    public static Command Create(Repository repository)
    {
        var command = new Command("site", "Build the site from the notebooks as they are; nothing is run.");
        command.SetAction(_ =>
        {
            Console.WriteLine($"Site: {SiteBuilder.Build(repository)}");
            return 0;
        });
        return command;
    }
}
