using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

// The script that makes interactive pages live is embedded in an assembly of the 9.0 runtime pack; it speaks the protocol of 10.0.
const string Assembly = "Microsoft.AspNetCore.Components.Endpoints.dll";
const string Script = "blazor.web.js";

var pack = typeof(Program).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == "RuntimePack").Value!;
var path = Directory.EnumerateFiles(pack, Assembly, SearchOption.AllDirectories).FirstOrDefault();
if (path is null) return Fail($"no {Assembly} in {pack}");

using var image = new PEReader(File.OpenRead(path));
var metadata = image.GetMetadataReader();
var resources = image.GetSectionData(image.PEHeaders.CorHeader!.ResourcesDirectory.RelativeVirtualAddress);
foreach (var handle in metadata.ManifestResources)
{
    var resource = metadata.GetManifestResource(handle);
    if (!resource.Implementation.IsNil || !metadata.GetString(resource.Name).EndsWith(Script, StringComparison.Ordinal)) continue;
    var offset = checked((int)resource.Offset);
    var reader = resources.GetReader(offset, resources.Length - offset);
    Directory.CreateDirectory(args[0]);
    File.WriteAllBytes(Path.Combine(args[0], Script), reader.ReadBytes(reader.ReadInt32()));
    return 0;
}
return Fail($"no {Script} embedded in {path}");

static int Fail(string message)
{
    Console.Error.WriteLine(message);
    return 1;
}
