using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace NetThreat.Tests.Architecture;

public class ProjectArrowTests
{
    [Fact]
    public void The_table_knows_every_project()
    {
        var unknown = ProjectTable.ProjectFiles.Keys.Where(p => p != ProjectTable.Executable
            && !ProjectTable.Arrows.Keys.Any(k => p == k || p.StartsWith(k + ".", StringComparison.Ordinal)));

        Assert.Empty(unknown);
        Assert.Contains("NetThreat.Core", ProjectTable.ProjectFiles.Keys);
    }

    [Fact]
    public void Project_files_follow_the_arrows()
    {
        var wrong = from project in ProjectTable.ProjectFiles
                    from target in ProjectTable.Includes(project.Value, "ProjectReference")
                    where !ProjectTable.MayReference(project.Key, target)
                    select $"{project.Key} -> {target}";

        Assert.Empty(wrong);
    }

    [Fact]
    public void Compiled_references_follow_the_arrows()
    {
        var wrong = from assembly in Compiled()
                    from target in assembly.References
                    where target == "netthreat" || target.StartsWith("NetThreat", StringComparison.Ordinal)
                    where !ProjectTable.MayReference(assembly.Project, target)
                    select $"{assembly.Project} -> {target}";

        Assert.Empty(wrong);
    }

    [Fact]
    public void Drivers_stay_in_messaging_and_storage()
    {
        var packages = from project in ProjectTable.ProjectFiles
                       from package in ProjectTable.Includes(project.Value, "PackageReference")
                       where IsDriver(package) && !Holds(ProjectTable.MayHoldDrivers, project.Key)
                       select $"{project.Key} -> {package}";
        var references = from assembly in Compiled()
                         from target in assembly.References
                         where IsDriver(target) && !Holds(ProjectTable.MayHoldDrivers, assembly.Project)
                         select $"{assembly.Project} -> {target}";

        Assert.Empty(packages.Concat(references));
    }

    [Fact]
    public void AspNet_stays_in_the_web_and_the_executable()
    {
        var frameworks = from project in ProjectTable.ProjectFiles
                         from framework in ProjectTable.Includes(project.Value, "FrameworkReference").Append((string?)project.Value.Root!.Attribute("Sdk") ?? "")
                         where framework.Contains("AspNetCore", StringComparison.Ordinal) || framework is "Microsoft.NET.Sdk.Web" or "Microsoft.NET.Sdk.Razor"
                         where !ProjectTable.MayHoldAspNet.Contains(project.Key)
                         select $"{project.Key} -> {framework}";
        var references = from assembly in Compiled()
                         from target in assembly.References
                         where target.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) && !ProjectTable.MayHoldAspNet.Contains(assembly.Project)
                         select $"{assembly.Project} -> {target}";

        Assert.Empty(frameworks.Concat(references));
    }

    private static bool IsDriver(string name) => ProjectTable.Drivers.Any(d => name == d || name.StartsWith(d + ".", StringComparison.Ordinal));

    private static bool Holds(IReadOnlyList<string> homes, string project) => homes.Any(h => project == h || project.StartsWith(h + ".", StringComparison.Ordinal));

    // The references that the compiler really wrote: a reference that came in transitively shows here and in no project file.
    private static List<(string Project, IReadOnlyList<string> References)> Compiled()
    {
        var compiled = new List<(string, IReadOnlyList<string>)>();
        foreach (var project in ProjectTable.ProjectFiles.Keys)
        {
            var name = project == ProjectTable.Executable ? "netthreat" : project;
            var path = Path.Combine(AppContext.BaseDirectory, name + ".dll");
            if (File.Exists(path)) compiled.Add((project, References(path)));
        }
        Assert.NotEmpty(compiled);
        return compiled;
    }

    private static List<string> References(string path)
    {
        using var image = new PEReader(File.OpenRead(path));
        var metadata = image.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(h => metadata.GetString(metadata.GetAssemblyReference(h).Name))];
    }
}
